import type { Pod } from '../../../../src/kube/kinds/pod/api'
import { all, titleOf } from '../read'
import { toldToGo } from '../trouble'
import type { Rule } from '../watch'

/** Who is pushed out is pushed out by somebody who waits, matters more, and may do so. */
export const preemptions: Rule = ({ world, actorOf, broken }) => ({
  written(change) {
    if (!toldToGo(change) || actorOf(change) !== 'scheduler') return
    const victim = change.object as Pod
    const waits = all<Pod>(world, 'Pod').some(
      ({ spec, metadata }) =>
        !spec.nodeName &&
        !metadata.deletionTimestamp &&
        spec.preemptionPolicy !== 'Never' &&
        (spec.priority ?? 0) > (victim.spec.priority ?? 0),
    )
    if (!waits) broken(`${titleOf(victim)} is pushed out for nobody`)
  },
})
