import type { KubeObject } from '../../../api/meta'
import type { Phrase } from '../../../world/frame'
import { podState, tagOf } from '../../../world/view/podView'
import { defineSummary, gravest, type Reading } from '../../../world/view/summary'
import type { ReplicaSet } from '../replicaset/api'
import type { Pod } from '../pod/api'
import { podStatusWord } from '../pod/api'
import type { Deployment } from './api'

const REVISION = 'deployment.kubernetes.io/revision'

export default defineSummary({
  kind: 'Deployment',
  podSpecPath: 'spec.template.spec',
  summary(deployment, reading) {
    const { want, ready, isOld } = replicas(deployment, reading)
    const pods = reading.podsBelow(deployment).filter((pod) => !pod.metadata.deletionTimestamp)
    const current = pods.filter((pod) => !isOld(pod))
    const troubled = current.find((pod) => podState(pod, false) === 'crash')
    const text: Phrase[] = [{ key: 'summary.ready', values: { ready, want } }]
    if (deployment.spec.paused) text.push({ key: 'summary.paused' })
    else if (current.length < pods.length && pods.length > 0)
      text.push({ key: 'summary.rollingOut', values: { version: versionOf(deployment) } })
    if (troubled) text.push({ key: 'summary.word', values: { word: podStatusWord(troubled) } })
    else if (failed(deployment)) text.push({ key: 'summary.word', values: { word: 'ProgressDeadlineExceeded' } })
    const states = current.map((pod) => podState(pod, false))
    return { state: gravest(current.length < want ? [...states, 'ghost'] : states), text }
  },
  replicas,
  versions(deployment, reading) {
    const newest = newestReplicaSet(deployment, reading)
    const leaving = reading.store
      .owned('ReplicaSet', deployment.metadata.uid)
      .find((each) => each !== newest && ((each as ReplicaSet).status?.replicas ?? 0) > 0) as ReplicaSet | undefined
    const [from, to] = [leaving && versionOf(leaving), versionOf(deployment)]
    return from && from !== to ? { from, to } : undefined
  },
})

const versionOf = ({ spec }: Deployment | ReplicaSet): string => tagOf(spec.template?.spec.containers[0]?.image ?? '')

function replicas(deployment: Deployment, reading: Reading) {
  const newest = newestReplicaSet(deployment, reading)
  return {
    want: deployment.spec.replicas ?? 1,
    ready: deployment.status?.readyReplicas ?? 0,
    isOld: (pod: Pod) => newest !== undefined && !pod.metadata.ownerReferences?.some((ref) => ref.uid === newest.metadata.uid),
  }
}

/** The ReplicaSet of the present template: the one with the highest revision. */
function newestReplicaSet(deployment: Deployment, { store }: Reading): KubeObject | undefined {
  let newest: KubeObject | undefined
  let highest = -1
  for (const child of store.owned('ReplicaSet', deployment.metadata.uid)) {
    const revision = Number(child.metadata.annotations?.[REVISION] ?? 0)
    if (revision > highest) {
      highest = revision
      newest = child
    }
  }
  return newest
}

const failed = (deployment: Deployment) =>
  deployment.status?.conditions?.some((c) => c.type === 'Progressing' && c.reason === 'ProgressDeadlineExceeded') ?? false
