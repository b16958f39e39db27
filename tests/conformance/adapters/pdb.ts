import { EPOCH_MS } from '../../../src/api/time'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import type { PodDisruptionBudget } from '../../../src/kube/kinds/poddisruptionbudget/api'
import { countsOf, stillDisrupted, type Counts } from '../../../src/kube/kinds/poddisruptionbudget/status'
import { defineAdapter } from '../adapter'

type In = { op: 'pdbStatus'; pdb: PodDisruptionBudget; pods?: Pod[]; expectedPods: number; now: string }

export default defineAdapter<In, Counts>({
  ops: ['pdbStatus'],
  run({ pdb, pods = [], expectedPods, now }) {
    const at = Date.parse(now) - EPOCH_MS
    return countsOf(pdb, pods, expectedPods, stillDisrupted(pdb, pods, at).pods, at)
  },
})
