import { forbiddenError } from '../../api/errors'
import type { Draft } from '../../api/meta'
import type { Store } from '../../api/store'
import podKind, { withPriority, type Pod, type PriorityValues } from '../kinds/pod/api'
import { systemPriorityClasses, type PriorityClass } from '../kinds/priorityclass/api'

/** The system's classes hold even before they are made. */
const builtIn: ReadonlyMap<string, PriorityValues> = new Map(
  systemPriorityClasses.map(({ name, value }) => [name, { value, name, preemptionPolicy: 'PreemptLowerPriority' }]),
)
const noClass: PriorityValues = { value: 0 }
const known = new WeakMap<PriorityClass, PriorityValues>()

/** One object a class, so that pods of one template share what is worked out for them. */
function valuesOf(found: PriorityClass): PriorityValues {
  let values = known.get(found)
  if (!values) {
    const { value, preemptionPolicy, metadata } = found
    values = { value, name: metadata.name, ...(preemptionPolicy && { preemptionPolicy }) }
    known.set(found, values)
  }
  return values
}

/**
 * Gives a new pod the priority of its class, or of the cluster's default class; upstream: the Priority plugin.
 * Throws Forbidden for a class that does not exist and for a pod that says otherwise than its class.
 */
export function withPriorityOfClass(pod: Draft<Pod>, store: Store): Draft<Pod> {
  const { priorityClassName, priority, preemptionPolicy } = pod.spec
  const refuse = (why: string) => forbiddenError(podKind, pod.metadata.name ?? pod.metadata.generateName ?? '', why)
  const values = priorityClassName ? classNamed(priorityClassName, store) : defaultClass(store)
  if (!values) throw refuse(`no PriorityClass with name ${priorityClassName} was found`)
  const { value, preemptionPolicy: policy = 'PreemptLowerPriority' } = values
  const must = (what: string, got: number | string, computed: number | string) =>
    refuse(
      `the ${what} (${got}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`,
    )
  if (priority !== undefined && priority !== value) throw must('integer value of priority', priority, value)
  if (preemptionPolicy !== undefined && preemptionPolicy !== policy)
    throw must('string value of PreemptionPolicy', preemptionPolicy, policy)
  return withPriority(pod, values)
}

function classNamed(name: string, store: Store): PriorityValues | undefined {
  const found = store.get('PriorityClass', name) as PriorityClass | undefined
  return found ? valuesOf(found) : builtIn.get(name)
}

/** Of several default classes the one of the lowest value. */
function defaultClass(store: Store): PriorityValues {
  if (store.size('PriorityClass') === 0) return noClass
  let best: PriorityClass | undefined
  for (const one of store.all('PriorityClass') as IterableIterator<PriorityClass>) {
    if (one.globalDefault && (!best || one.value < best.value)) best = one
  }
  return best ? valuesOf(best) : noClass
}
