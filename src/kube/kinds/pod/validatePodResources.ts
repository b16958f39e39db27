import { forbidden, invalid, notSupported, type FieldError } from '../../../api/errors'
import { addQuantity, compareQuantity, formatQuantity, isQuantity, toQuantity, type Quantity } from '../../../api/quantity'
import type { Container } from './containerTypes'
import type { PodSpec } from './types'
import { validateResources } from './validateResources'

const ofPods = ['cpu', 'memory']
const isOfPods = (name: string) => ofPods.includes(name) || name.startsWith('hugepages-')
const nothing = toQuantity('0')

/** Checks what a pod asks for as a whole, and that its containers fit into it. Rule: validatePodResources. */
export function validatePodResources(spec: PodSpec, path: string, out: FieldError[]): void {
  const { limits = {}, requests = {}, claims } = spec.resources ?? {}
  if (claims?.length) out.push(forbidden(`${path}.claims`, 'claims cannot be set for Resources at pod-level'))
  for (const [list, amounts] of Object.entries({ limits, requests })) {
    for (const name of Object.keys(amounts)) {
      if (!isOfPods(name)) out.push(notSupported(`${path}.${list}[${name}]`, name, ofPods))
    }
  }
  const known = (amounts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(amounts).filter(([name]) => isOfPods(name)))
  validateResources({ limits: known(limits), requests: known(requests) }, path, out)
  for (const [name, sum] of sumOfRequests(spec)) {
    const request = quantity(requests[name])
    if (!isOfPods(name) || compareQuantity(sum, request) <= 0) continue
    const why = `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`
    out.push(invalid(`${path}.requests[${name}]`, formatQuantity(request), why))
  }
  spec.containers?.forEach(({ resources }, i) => {
    for (const [name, text] of Object.entries(resources?.limits ?? {})) {
      const most = limits[name]
      if (most === undefined || compareQuantity(quantity(text), quantity(most)) <= 0) continue
      const why = `must be less than or equal to pod limits of ${formatQuantity(quantity(most))}`
      out.push(invalid(`${path}.containers[${i}][${name}].limits`, formatQuantity(quantity(text)), why))
    }
  })
}

const quantity = (text: string | undefined): Quantity =>
  text !== undefined && isQuantity(String(text)) ? toQuantity(text) : nothing

/** What the containers ask for at most at one time, by resource. Rule: AggregateContainerRequests. */
function sumOfRequests({ containers, initContainers = [] }: PodSpec): ReadonlyMap<string, Quantity> {
  const running = new Map<string, Quantity>()
  const sidecars = new Map<string, Quantity>()
  const starting = new Map<string, Quantity>()
  const add = (sum: Map<string, Quantity>, { resources }: Container) => {
    for (const [name, text] of Object.entries(resources?.requests ?? {})) {
      sum.set(name, addQuantity(sum.get(name) ?? nothing, quantity(text)))
    }
  }
  for (const container of containers ?? []) add(running, container)
  for (const container of initContainers) {
    const isSidecar = container.restartPolicy === 'Always'
    if (isSidecar) {
      add(running, container)
      add(sidecars, container)
    }
    const now = new Map(sidecars)
    if (!isSidecar) add(now, container)
    for (const [name, amount] of now) {
      if (compareQuantity(amount, starting.get(name) ?? nothing) > 0) starting.set(name, amount)
    }
  }
  for (const [name, amount] of starting) {
    if (compareQuantity(amount, running.get(name) ?? nothing) > 0) running.set(name, amount)
  }
  return running
}
