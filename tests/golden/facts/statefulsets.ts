import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { StatefulSet } from '../../../src/kube/kinds/statefulset/api'
import { controllerOf } from '../../../src/api/meta'
import { byName, counts, type FactsOfKind } from '../fact'

export default {
  name: 'statefulsets',
  facts({ of }) {
    const pods = [...of<Pod>('Pod')].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    return byName(of<StatefulSet>('StatefulSet'), (set) => {
      const { metadata, spec, status } = set
      const mine = pods.filter((pod) => controllerOf(pod)?.uid === metadata.uid)
      const { currentRevision, updateRevision } = status
      return {
        replicas: spec.replicas,
        status: counts(status, ['currentReplicas', 'readyReplicas', 'replicas', 'updatedReplicas']),
        updateComplete: currentRevision === updateRevision,
        podsOnUpdateRevision: mine
          .filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === updateRevision)
          .map((pod) => pod.metadata.name),
        podImages: Object.fromEntries(mine.map((pod) => [pod.metadata.name, pod.spec.containers[0]?.image])),
      }
    })
  },
} satisfies FactsOfKind
