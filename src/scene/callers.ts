import { tagWidth } from './ingressBand'
import type { StageModel } from './model'
import type { ServiceSpot } from './serviceBand'

/** Somebody who stands under a Service in the lens of calls: users who ask it straight away, an Ingress that leads to it, a pod that asks. */
interface Item {
  readonly kind: 'users' | 'ingress' | 'pod'
  /** Of the Ingress or the pod; of the Service for users. */
  readonly uid: string
  readonly w: number
}

/** Where somebody stands under a Service, and where on its lower edge their line ends. */
export interface Entry extends Item {
  readonly service: string
  /** Middle of the place. */
  readonly x: number
  readonly into: number
}

const between = 20
const usersSize = 124
const podSize = 84
/** More pods than this under one Service nobody tells apart; the others stand on the shelf. */
const most = 8

/** Who stands under each Service: Ingresses, users, then pods that are not themselves behind some Service. Each stands once. */
export function itemsBelow({ services, furniture, pods }: StageModel): readonly (readonly Item[])[] {
  const items = services.map((): Item[] => [])
  const answering = new Set(services.flatMap(({ endpoints }) => endpoints))
  for (const ingress of furniture.ingresses) {
    const behind = services.flatMap(({ uid }, i) => (ingress.rules.some(({ service }) => service === uid) ? [i] : []))
    // Of several Services the tag stands under the one in the middle.
    const middle = behind[Math.floor((behind.length - 1) / 2)]
    if (middle !== undefined) items[middle]!.push({ kind: 'ingress', uid: ingress.uid, w: tagWidth(ingress) })
  }
  services.forEach((service, i) => {
    if ((service.direct?.rate ?? service.rate) > 0) items[i]!.push({ kind: 'users', uid: service.uid, w: usersSize })
  })
  const placed = new Set<string>()
  for (const { from, service } of furniture.calls) {
    const at = services.findIndex(({ uid }) => uid === service)
    if (at < 0 || placed.has(from) || answering.has(from) || !pods.has(from)) continue
    const row = items[at]!
    if (row.filter(({ kind }) => kind === 'pod').length >= most) continue
    placed.add(from)
    row.push({ kind: 'pod', uid: from, w: podSize })
  }
  return items
}

/** Room that they need side by side. */
export const rowWidth = (items: readonly Item[]): number =>
  items.reduce((sum, { w }) => sum + w, 0) + Math.max(0, items.length - 1) * between

/** Their places, side by side under their Service; lines reach its edge in the same order, so that none cross. */
export function entriesBelow(items: readonly (readonly Item[])[], services: readonly ServiceSpot[]): readonly Entry[] {
  return services.flatMap(({ uid, x, w }, column) => {
    const row = items[column]!
    const mid = x + w / 2
    const gap = Math.min(36, (w - 62) / Math.max(1, row.length - 1))
    let left = mid - rowWidth(row) / 2
    return row.map((item, i): Entry => {
      const at = left + item.w / 2
      left += item.w + between
      return { ...item, service: uid, x: at, into: mid + (i - (row.length - 1) / 2) * gap }
    })
  })
}
