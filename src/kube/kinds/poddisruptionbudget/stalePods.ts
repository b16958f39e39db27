import { timestamp, virtualMs } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { conditionOf, isFinished } from '../../workload/pods'
import { attempt } from '../../workload/rounds'
import type { Pod } from '../pod/api'

const TOPIC = 'disruption/stale'

/** Ms for which a pod may be the target of a disruption without being deleted; upstream: stalePodDisruptionTimeout. */
const PATIENCE = 120_000

/** Takes the mark off pods that were said to be disrupted, and were not; upstream: the disruption controller's second queue. */
export function createStalePods(context: ComponentContext): void {
  const { kernel, client } = context
  const due = new CowMap<string, number>()
  kernel.part<SavedMap<string, number>>(TOPIC, { save: () => due.save(), load: (saved) => due.load(saved) })
  context.onStart(() => due.clear())

  const expect = ({ metadata: { namespace, name } }: Pod, at: number) => {
    const key = `${namespace}/${name}`
    if (due.get(key) === at) return
    due.set(key, at)
    kernel.schedule(Math.max(0, at - kernel.now), TOPIC, key, at)
  }

  context.watch('Pod', ({ type, object }) => {
    const at = type === 'DELETED' ? undefined : staleAt(object)
    if (at !== undefined) expect(object, at)
    else if (due.size > 0) due.delete(`${object.metadata.namespace}/${object.metadata.name}`)
  })

  kernel.on(TOPIC, (key, body) => {
    if (!context.up || due.get(key) !== body) return
    due.delete(key)
    attempt(() => {
      const slash = key.indexOf('/')
      const pod = client.get('Pod', key.slice(slash + 1), key.slice(0, slash))
      const at = pod && staleAt(pod)
      if (pod === undefined || at === undefined) return
      if (at > kernel.now) expect(pod, at)
      else client.updateStatus(unmarked(pod, kernel.now))
    })
  })
}

/** When the mark has been there for too long, virtual ms; undefined when there is nothing to wait for. The kubelet's own marks never age. */
function staleAt(pod: Pod): number | undefined {
  if (pod.metadata.deletionTimestamp !== undefined || isFinished(pod)) return undefined
  const mark = conditionOf(pod, 'DisruptionTarget')
  if (mark?.status !== 'True' || mark.reason === 'TerminationByKubelet' || !mark.lastTransitionTime) return undefined
  return virtualMs(mark.lastTransitionTime) + PATIENCE
}

function unmarked(pod: Pod, now: number): Pod {
  const conditions = pod.status.conditions!.map((condition) =>
    condition.type === 'DisruptionTarget'
      ? {
          type: condition.type,
          ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
          status: 'False' as const,
          lastTransitionTime: timestamp(now),
        }
      : condition,
  )
  return { ...pod, status: { ...pod.status, conditions } }
}
