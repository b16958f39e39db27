import { bytes, milli } from '../../api/quantity'
import type { Container, Pod, ResourceList } from '../kinds/pod/api'

/** What a pod asks of a node. `cpu` in millicores, the rest in bytes or whole units. */
export interface Requests {
  readonly cpu: number
  readonly memory: number
  readonly ephemeral: number
  /** As `cpu` and `memory`, but a container that names none counts as 100m and 200Mi; scores use these. */
  readonly nonzeroCpu: number
  readonly nonzeroMemory: number
  /** Extended resources, huge pages and the like, in order of first mention; none of them 0. */
  readonly scalars: readonly (readonly [name: string, amount: number])[]
}

/** What a node has to give, in the same units. */
export interface Capacity {
  readonly cpu: number
  readonly memory: number
  readonly ephemeral: number
  readonly pods: number
  readonly scalars: ReadonlyMap<string, number>
}

/** Defaults of pkg/scheduler/util, GetNonzeroRequests. */
const defaultMilliCpu = 100
const defaultMemory = 200 * 1024 * 1024

const prefixed = /^([^/]+)\/[^/]+$/

/** Is it counted one by one, as GPUs and huge pages are? Upstream: IsScalarResourceName. */
export const isScalar = (name: string): boolean =>
  name.startsWith('hugepages-') || name.startsWith('attachable-volumes-') || prefixed.test(name)

/** Is it outside the kubernetes.io domain? Upstream: IsExtendedResourceName. */
export const isExtended = (name: string): boolean => {
  const domain = prefixed.exec(name)?.[1]
  return domain !== undefined && domain !== 'kubernetes.io' && !domain.endsWith('.kubernetes.io') && !name.startsWith('requests.')
}

interface Amounts {
  cpu: number
  memory: number
  ephemeral: number
  nonzeroCpu: number
  nonzeroMemory: number
  scalars: Map<string, number> | null
}

const nothing = (): Amounts => ({ cpu: 0, memory: 0, ephemeral: 0, nonzeroCpu: 0, nonzeroMemory: 0, scalars: null })

function amountsOf(list: ResourceList = {}, cpuDefault = 0, memoryDefault = 0): Amounts {
  const amounts = nothing()
  amounts.nonzeroCpu = cpuDefault
  amounts.nonzeroMemory = memoryDefault
  for (const name in list) {
    const value = list[name]!
    if (name === 'cpu') amounts.cpu = amounts.nonzeroCpu = milli(value)
    else if (name === 'memory') amounts.memory = amounts.nonzeroMemory = bytes(value)
    else if (name === 'ephemeral-storage') amounts.ephemeral = bytes(value)
    else if (isScalar(name)) (amounts.scalars ??= new Map()).set(name, bytes(value))
  }
  return amounts
}

/** Combines by addition, or by the larger of the two. */
function fold(into: Amounts, by: Amounts, combine: (a: number, b: number) => number): void {
  into.cpu = combine(into.cpu, by.cpu)
  into.memory = combine(into.memory, by.memory)
  into.ephemeral = combine(into.ephemeral, by.ephemeral)
  into.nonzeroCpu = combine(into.nonzeroCpu, by.nonzeroCpu)
  into.nonzeroMemory = combine(into.nonzeroMemory, by.nonzeroMemory)
  if (!by.scalars) return
  into.scalars ??= new Map()
  for (const [name, amount] of by.scalars) into.scalars.set(name, combine(into.scalars.get(name) ?? 0, amount))
}

const plus = (a: number, b: number) => a + b
const ofContainer = (container: Container) => amountsOf(container.resources?.requests, defaultMilliCpu, defaultMemory)

interface Known {
  readonly init: unknown
  readonly overhead: unknown
  readonly whole: unknown
  readonly requests: Requests
}

const known = new WeakMap<object, Known>()

/**
 * Sum over the containers, at least the largest init container (with the sidecars started before it), plus overhead.
 * Worked out once per list of containers, which the pods of a template share. Rule: component-helpers/resource, PodRequests.
 */
export function requestsOf({ spec }: Pick<Pod, 'spec'>): Requests {
  const { containers, initContainers, overhead, resources } = spec
  if (!containers) return freezeAmounts(nothing())
  const last = known.get(containers)
  if (last && last.init === initContainers && last.overhead === overhead && last.whole === resources) return last.requests

  const total = nothing()
  for (const container of containers) fold(total, ofContainer(container), plus)
  const sidecars = nothing()
  const largest = nothing()
  for (const container of initContainers ?? []) {
    const own = ofContainer(container)
    if (container.restartPolicy === 'Always') {
      fold(total, own, plus)
      fold(sidecars, own, plus)
      fold(largest, sidecars, Math.max)
    } else {
      fold(own, sidecars, plus)
      fold(largest, own, Math.max)
    }
  }
  fold(total, largest, Math.max)
  if (resources?.requests) setWhole(total, resources.requests)
  if (overhead) {
    const extra = amountsOf(overhead)
    fold(total, extra, plus)
  }
  const requests = freezeAmounts(total)
  known.set(containers, { init: initContainers, overhead, whole: resources, requests })
  return requests
}

/** Requests of the pod as a whole stand in the place of the sum. */
function setWhole(total: Amounts, list: ResourceList): void {
  const whole = amountsOf(list)
  if (list.cpu !== undefined) total.cpu = total.nonzeroCpu = whole.cpu
  if (list.memory !== undefined) total.memory = total.nonzeroMemory = whole.memory
  for (const [name, amount] of whole.scalars ?? [])
    if (name.startsWith('hugepages-')) (total.scalars ??= new Map()).set(name, amount)
}

const freezeAmounts = ({ scalars, ...rest }: Amounts): Requests => ({
  ...rest,
  scalars: scalars ? [...scalars].filter(([, amount]) => amount > 0) : [],
})

/** Allocatable resources of a node. */
export function capacityOf(list: ResourceList = {}): Capacity {
  const { cpu, memory, ephemeral, scalars } = amountsOf(list)
  return {
    cpu,
    memory,
    ephemeral,
    pods: list.pods === undefined ? 0 : bytes(list.pods),
    scalars: scalars ?? new Map<string, number>(),
  }
}
