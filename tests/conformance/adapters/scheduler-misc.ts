import { numFeasibleNodesToFind } from '../../../src/kube/scheduler/sampling'
import { defineAdapter } from '../adapter'

type In = { op: string; percentageOfNodesToScore: number; numAllNodes: number }

export default defineAdapter<In, object>({
  run({ op, percentageOfNodesToScore, numAllNodes }) {
    if (op !== 'numFeasibleNodesToFind') throw new Error(`not there yet: ${op}`)
    return { numNodes: numFeasibleNodesToFind(percentageOfNodesToScore ?? 0, numAllNodes) }
  },
})
