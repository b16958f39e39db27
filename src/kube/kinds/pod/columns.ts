import { ageColumn, ago, nameColumn, orNone, textColumn } from '../../../api/columns'
import type { Column, RowCondition } from '../../../api/kind'
import { podSummary } from './statusWord'
import type { Pod } from './types'

/** `kubectl get pods`. Rule: printPod. */
export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  textColumn('Ready', (pod) => {
    const { ready, total } = podSummary(pod)
    return `${ready}/${total}`
  }),
  textColumn('Status', (pod) => podSummary(pod).word),
  textColumn('Restarts', (pod, now) => {
    const { restarts, restartedAt } = podSummary(pod)
    return restarts && restartedAt ? `${restarts} (${ago(restartedAt, now)} ago)` : String(restarts)
  }),
  ageColumn,
  textColumn('IP', (pod) => orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP), 'wide'),
  textColumn('Node', (pod) => orNone(pod.spec.nodeName), 'wide'),
  textColumn('Nominated Node', (pod) => orNone(pod.status?.nominatedNodeName), 'wide'),
  textColumn('Readiness Gates', readinessGates, 'wide'),
]

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? []
  if (!gates.length) return '<none>'
  const met = gates.filter((gate) =>
    pod.status?.conditions?.some((one) => one.type === gate.conditionType && one.status === 'True'),
  )
  return `${met.length}/${gates.length}`
}

const succeeded: RowCondition = {
  type: 'Completed',
  status: 'True',
  reason: 'Succeeded',
  message: 'The pod has completed successfully.',
}
const failed: RowCondition = { type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }

/** What a row says of a pod that is over. */
export function podRowConditions({ status }: Pod): readonly RowCondition[] {
  return status?.phase === 'Succeeded' ? [succeeded] : status?.phase === 'Failed' ? [failed] : []
}
