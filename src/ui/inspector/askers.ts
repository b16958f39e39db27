import type { ServiceView } from '../../world/frame'
import type { View } from '../readModel'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** Somebody who asks a Service: requests per second, and how many of them came to nothing. */
export interface Asker {
  readonly who: string
  readonly rate: number
  readonly lost: number
}

/** Who asks a Service: users straight away, users by way of each Ingress, and pods, those of one app together. */
export function askersOf({ furniture, pods }: View, service: ServiceView, say: Say): readonly Asker[] {
  const direct = service.direct ?? service
  const askers: Asker[] = direct.rate > 0 ? [{ who: say('inspect.asksDirect'), rate: direct.rate, lost: direct.lost }] : []
  for (const { name, rate, lost, rules } of furniture.ingresses)
    if (rate > 0 && rules.some((rule) => rule.service === service.uid))
      askers.push({ who: say('inspect.asksIngress', { name }), rate, lost })
  const apps = new Map<string, Asker>()
  for (const { from, service: asked, rate, lost } of furniture.calls) {
    const app = pods.get(from)?.app
    if (asked !== service.uid || app === undefined) continue
    const before = apps.get(app)
    apps.set(app, {
      who: say('inspect.asksPods', { app }),
      rate: rate + (before?.rate ?? 0),
      lost: lost + (before?.lost ?? 0),
    })
  }
  return [...askers, ...apps.values()]
}
