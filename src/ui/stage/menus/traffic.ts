import { flowKey, type FlowSource, type FlowSpec } from '../../../net/flow'
import type { IngressView } from '../../../world/frame'
import type { View } from '../../readModel'
import { asGroup, branch, type MenuItem } from './menu'

const rates = [5, 20, 50, 200] as const
/** More lines than this nobody reads. */
const most = 12

/** One line for each rate, and one that ends it; the present rate is marked. */
export function rateItems(view: View, spec: FlowSpec, say = 'menu.traffic', more: MenuItem['values'] = {}): readonly MenuItem[] {
  const key = flowKey(spec)
  const now = view.furniture.flows.find((flow) => flowKey(flow) === key)?.rate ?? 0
  const at = (rate: number): MenuItem => ({
    say,
    values: { rate, ...more },
    command: { type: 'traffic', rate, ...spec },
    checked: now === rate,
  })
  return [...rates.map(at), ...(now ? [{ say: 'menu.noTraffic', command: { type: 'traffic', rate: 0, ...spec } } as const] : [])]
}

/** Who else could ask a Service: workloads by their pods' labels, then pods that nobody made, all of its namespace. */
export function sourceItems(view: View, namespace: string, service: string): readonly MenuItem[] {
  const line = (say: string, values: MenuItem['values'], from: FlowSource): readonly MenuItem[] =>
    branch(say, rateItems(view, { namespace, service, from }), values)
  const workloads = view.furniture.owners.filter((one) => one.namespace === namespace && !one.parent && one.labels)
  const pods = [...view.pods.values()].filter((pod) => pod.namespace === namespace && pod.owner === '')
  const items = [
    ...workloads.flatMap(({ kind, name, labels }) => line('menu.fromWorkload', { kind, name }, { namespace, labels: labels! })),
    ...pods.flatMap(({ name }) => line('menu.fromPod', { name }, { namespace, pod: name })),
  ]
  return branch('menu.trafficFrom', items.slice(0, most))
}

/** Whom a pod could ask: the Services of its namespace. */
export function targetItems(view: View, namespace: string, pod: string): readonly MenuItem[] {
  const services = view.services.filter((service) => service.namespace === namespace).slice(0, most)
  const from = { namespace, pod }
  return branch(
    'menu.sendTo',
    services.flatMap(({ name }) => branch('menu.toService', rateItems(view, { namespace, service: name, from }), { name })),
  )
}

/** Requests to the first host and path of an Ingress; the others are a line each. */
export function ingressItems(view: View, { namespace, rules }: IngressView): readonly MenuItem[] {
  const places = new Map(rules.map((rule) => [`${rule.host || '*'}${rule.path}`, rule]))
  const lines = [...places].map(([where, { host, path }]) => {
    // A wildcard stands for any name; one of them has to be asked.
    const ingress = { host: host.replace(/^\*\./, 'www.'), path: path || '/' }
    return { where, items: rateItems(view, { namespace, service: '', ingress }, 'menu.trafficTo', { where }) }
  })
  const [first, ...others] = lines
  if (!first) return []
  return [
    ...asGroup(first.items),
    ...asGroup(others.slice(0, most).flatMap(({ where, items }) => branch('menu.requestsTo', items, { where }))),
  ]
}
