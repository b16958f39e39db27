import { virtualMs } from '../../../src/api/time'
import type { DaemonSet } from '../../../src/kube/kinds/daemonset/api'
import { fitOf } from '../../../src/kube/kinds/daemonset/fits'
import { isAvailable } from '../../../src/kube/kinds/daemonset/pods'
import { limitsOf } from '../../../src/kube/kinds/daemonset/rolling'
import type { Node } from '../../../src/kube/kinds/node/api'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { defineAdapter } from '../adapter'

type In =
  | { op: 'nodeShouldRunDaemonPod'; node: Node; daemonSet: DaemonSet }
  | { op: 'unavailableNumbers'; daemonSet: DaemonSet; nodes?: Node[]; nodeToDaemonPods?: Record<string, Pod[]>; now: string }

type Out = { shouldRun: boolean; shouldContinueRunning: boolean } | { maxUnavailable: number; numUnavailable: number }

export default defineAdapter<In, Out>({
  ops: ['nodeShouldRunDaemonPod', 'unavailableNumbers'],
  run(input) {
    if (input.op === 'nodeShouldRunDaemonPod') return fitOf(input.node, input.daemonSet)
    const { daemonSet, nodes = [], nodeToDaemonPods = {}, now } = input
    const wanted = nodes.filter((node) => fitOf(node, daemonSet).shouldRun)
    const serves = (pod: Pod) => !pod.metadata.deletionTimestamp && isAvailable(daemonSet, pod, virtualMs(now))
    return {
      maxUnavailable: limitsOf(daemonSet, wanted.length).maxUnavailable,
      numUnavailable: wanted.filter(({ metadata }) => !nodeToDaemonPods[metadata.name]?.some(serves)).length,
    }
  },
})
