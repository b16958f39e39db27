import type { DaemonSet } from '../../../src/kube/kinds/daemonset/api'
import { byName, counts, type FactsOfKind } from '../fact'

const fields = [
  'currentNumberScheduled',
  'desiredNumberScheduled',
  'numberAvailable',
  'numberMisscheduled',
  'numberReady',
  'numberUnavailable',
  'updatedNumberScheduled',
]

export default {
  name: 'daemonsets',
  facts: ({ of }) => byName(of<DaemonSet>('DaemonSet'), ({ status }) => ({ status: counts(status, fields) })),
} satisfies FactsOfKind
