import type { Draft } from '../../../src/api/meta'
import { aggregate } from '../../../src/kube/auth/rbac'
import type { LimitRange } from '../../../src/kube/kinds/limitrange/api'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { claimLimitErrors, podLimitErrors, withLimitDefaults } from '../../../src/kube/limits/limits'
import { exactDecimal, parseQuantity } from '../../../src/api/quantity'
import { defineAdapter, same } from '../adapter'

interface In {
  op: 'mutatePod' | 'validatePod' | 'validatePVC'
  limitRange: LimitRange
  object: Pod
}
interface Out {
  allowed: boolean
  error?: string
  object?: Pod
}

export default defineAdapter<In, Out>({
  ops: ['mutatePod', 'validatePod', 'validatePVC'],
  run({ op, limitRange, object }) {
    if (op === 'mutatePod') return { allowed: true, object: withLimitDefaults(object as Draft<Pod>, limitRange) as Pod }
    const errors = op === 'validatePod' ? podLimitErrors(object, limitRange) : claimLimitErrors(object, limitRange)
    return errors.length ? { allowed: false, error: aggregate(errors) } : { allowed: true }
  },
  // Go lists what is wrong in any order.
  equal: (expected, got) =>
    expected.allowed === got.allowed &&
    same(listed(expected.error), listed(got.error)) &&
    (expected.object === undefined || same(expected.object, got.object)),
})

/** 1.20 wrote sums plainly; they keep the format of their summands since 1.26. */
const plainly = (error: string) =>
  error.replace(/(?<=request is |limit is )[0-9.]+[A-Za-z]*/g, (text) => exactDecimal(parseQuantity(text)))

const listed = (error = '') =>
  plainly(error.replace(/^\[(.*)\]$/s, '$1'))
    .split(/, (?=minimum|maximum|\S+ max limit)/)
    .sort()
