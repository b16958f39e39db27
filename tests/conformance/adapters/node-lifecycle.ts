import type { Condition } from '../../../src/api/meta'
import type { Node, Taint } from '../../../src/kube/kinds/node/api'
import { taintsByCondition } from '../../../src/kube/kinds/node/taints'
import { zoneState } from '../../../src/kube/kinds/node/zones'
import { withDefaultTolerations } from '../../../src/kube/kinds/pod/admission'
import type { Pod, Toleration } from '../../../src/kube/kinds/pod/api'
import { tolerationSeconds } from '../../../src/kube/workload/taints'
import { defineAdapter, same, sameSet } from '../adapter'

type In =
  | { op: 'computeZoneState'; nodeReadyConditions: (Condition | null)[]; unhealthyZoneThreshold: number }
  | { op: 'minTolerationTime'; tolerations: Toleration[] }
  | {
      op: 'defaultTolerationSeconds'
      pod: Pod
      defaultNotReadyTolerationSeconds: number
      defaultUnreachableTolerationSeconds: number
    }
  | { op: 'taintsByCondition'; node: Node }
type Out = { [key: string]: unknown }

export default defineAdapter<In, Out>({
  ops: ['computeZoneState', 'minTolerationTime', 'defaultTolerationSeconds', 'taintsByCondition'],
  run(input) {
    switch (input.op) {
      case 'computeZoneState': {
        const { notReady, state } = zoneState(input.nodeReadyConditions ?? [], input.unhealthyZoneThreshold)
        return { notReadyNodes: notReady, state }
      }
      case 'minTolerationTime': {
        const seconds = tolerationSeconds(input.tolerations ?? [])
        return { seconds: seconds === Infinity ? -1e-9 : seconds }
      }
      case 'defaultTolerationSeconds':
        return { pod: withDefaultTolerations(input.pod) }
      case 'taintsByCondition':
        return { taints: taintsByCondition({ ...input.node, spec: input.node.spec ?? {}, status: input.node.status ?? {} }) }
    }
  },
  equal(expected, got, input) {
    if (input.op === 'taintsByCondition') return sameSet(taintsOf(expected), taintsOf(got))
    if (input.op !== 'defaultTolerationSeconds') return same(expected, got)
    return sameSet(tolerationsOf(expected), tolerationsOf(got))
  },
})

const tolerationsOf = (out: Out) => (out['pod'] as Pod).spec.tolerations ?? []

/** When a taint was added is no part of the rule. */
const taintsOf = (out: Out) =>
  ((out['taints'] ?? []) as Taint[]).map(({ key, value, effect }) => ({ key, value: value || undefined, effect }))
