import { ApiError } from '../../../src/api/errors'
import type { Draft, KubeObject } from '../../../src/api/meta'
import { Store } from '../../../src/api/store'
import { Kernel } from '../../../src/kernel/kernel'
import { withPriorityOfClass } from '../../../src/kube/admission/priority'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { defineAdapter, sameWhereGiven } from '../adapter'

type In = { op: 'podPriority'; pod: Pod; priorityClasses?: KubeObject[] }
type Out = { error: boolean; priority?: number; priorityClassName?: string; preemptionPolicy?: string }

export default defineAdapter<In, Out>({
  ops: ['podPriority'],
  run({ pod, priorityClasses = [] }) {
    const store = new Store(new Kernel(1))
    for (const one of priorityClasses) store.put(one, 0)
    try {
      const { priority, priorityClassName = '', preemptionPolicy } = withPriorityOfClass(pod as Draft<Pod>, store).spec
      return { error: false, priority, priorityClassName, preemptionPolicy }
    } catch (error) {
      if (error instanceof ApiError) return { error: true }
      throw error
    }
  },
  // A policy that the class leaves open was recorded as absent; the pod gets the default one nevertheless.
  equal: sameWhereGiven,
})
