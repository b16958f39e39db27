import type { IngressView } from '../world/frame'
import { margin } from './form'
import { phrase, type Say } from './say'
import type { Box } from './shape'
import { path, text, type Shape } from './shape'
import { clip, textWidth } from './textWidth'

/** An Ingress' tag; its point, at the left, looks at those who come. */
export interface IngressSpot extends Box {
  readonly uid: string
}

export const tagHeight = 42
const tagGap = 10
const most = 4

/** Room that the tags take in the band, with the gap to the Services. */
export const ingressWidth = (ingresses: readonly IngressView[]): number =>
  ingresses.length ? Math.max(...ingresses.map(tagWidth)) + 40 : 0

/** As wide as its name and its first hosts. */
export const tagWidth = (ingress: IngressView): number =>
  Math.min(220, Math.max(130, 44 + Math.max(textWidth(ingress.name, 14, true) + 62, textWidth(hostsOf(ingress), 12.5, false))))

/** Tags one below another, right of the users. */
export function ingressBand(ingresses: readonly IngressView[], x: number, y: number): IngressSpot[] {
  const w = Math.max(0, ...ingresses.map(tagWidth))
  return ingresses
    .slice(0, most)
    .map(({ uid }, i) => ({ uid, x, y: y - tagHeight / 2 + i * (tagHeight + tagGap), w, h: tagHeight }))
}

/** Where the band's tags begin. */
export const ingressLeft = margin + 150

const hostsOf = ({ rules }: IngressView): string => {
  const hosts = [...new Set(rules.map(({ host, path }) => `${host || '*'}${path === '/' || path === '' ? '' : path}`))]
  return hosts.slice(0, 2).join(' ') + (hosts.length > 2 ? ` +${hosts.length - 2}` : '')
}

/** A flat tag with a point toward the users, who come from the left or from below: its name, and the hosts and paths it takes. */
export function ingressTag(
  ingress: IngressView,
  { x, y, w, h }: IngressSpot,
  say: Say,
  from: 'left' | 'below' = 'left',
): Shape[] {
  const point = from === 'left' ? 14 : 0
  const middle = x + w / 2
  const outline =
    from === 'left'
      ? `M${x} ${y + h / 2}L${x + point} ${y}H${x + w}V${y + h}H${x + point}Z`
      : `M${x} ${y}H${x + w}V${y + h}L${middle} ${y + h + 10}L${x} ${y + h}Z`
  const lost = ingress.lost > 0
  const said = lost ? say(phrase('stage.lost', { lost: Math.round(ingress.lost) })) : hostsOf(ingress)
  const place = from === 'left' ? { at: x + point + 12, anchor: 'start' as const } : { at: middle, anchor: 'middle' as const }
  return [
    path(outline, { fill: 'card', stroke: lost ? 'trouble' : 'line2', width: 1.5 }),
    text(place.at, y + 18, clip(`Ingress ${ingress.name}`, w - point - 20, 14, true), {
      size: 14,
      bold: true,
      anchor: place.anchor,
    }),
    text(place.at, y + 34, clip(said, w - point - 20, 12.5, false, !lost), {
      size: 12.5,
      mono: !lost,
      fill: lost ? 'trouble' : 'ink2',
      anchor: place.anchor,
    }),
  ]
}
