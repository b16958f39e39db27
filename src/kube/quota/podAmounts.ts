import type { Container, PodSpec } from '../kinds/pod/api'
import { addQuantity } from '../../api/quantity'
import { amountsOf, isZero, largest, sum, type Amounts } from './amounts'

type Which = 'requests' | 'limits'

/** Resources that a pod may be given as a whole. */
const isPodLevel = (name: string) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')

const of = (container: Container, which: Which): Amounts => amountsOf(container.resources?.[which])

/** What a pod's containers take together. Rules: resourcehelper.PodRequests and PodLimits. */
export function podAmounts(spec: PodSpec, which: Which): Amounts {
  let total: Amounts = new Map()
  for (const container of spec.containers ?? []) total = sum(total, of(container, which))
  let sidecars: Amounts = new Map()
  let starting: Amounts = new Map()
  for (const container of spec.initContainers ?? []) {
    const own = of(container, which)
    if (container.restartPolicy === 'Always') {
      total = sum(total, own)
      sidecars = sum(sidecars, own)
      starting = largest(starting, sidecars)
    } else starting = largest(starting, sum(own, sidecars))
  }
  total = largest(total, starting)
  const whole = [...amountsOf(spec.resources?.[which])].filter(([name]) => isPodLevel(name))
  if (whole.length) total = new Map([...total, ...whole])
  const overhead = amountsOf(spec.overhead)
  if (which === 'requests') return overhead.size ? sum(total, overhead) : total
  const limits = new Map(total)
  for (const [name, value] of overhead) {
    const limit = limits.get(name)
    if (limit && !isZero(limit)) limits.set(name, addQuantity(limit, value))
  }
  return limits
}
