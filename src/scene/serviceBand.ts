import type { ServiceView } from '../world/frame'
import { margin, pitch } from './form'
import { ingressWidth } from './ingressBand'
import type { Layout } from './layout'
import type { StageModel } from './model'
import type { Box } from './shape'
import { textWidth } from './textWidth'

/** A Service's pill with its sockets: one x for each ready endpoint, left to right as the pods stand. */
export interface ServiceSpot extends Box {
  readonly uid: string
  readonly sockets: readonly { readonly pod: string; readonly x: number }[]
}

/** Room at the left for the people who call. */
export const usersWidth = 150

/** Services in one or more lines under the nodes, in order of first appearance. */
export function serviceBand(model: StageModel, layout: Omit<Layout, 'services' | 'height'>): ServiceSpot[] {
  const h = layout.form.detail === 'normal' ? 60 : 40
  const shown = model.services
  if (shown.length === 0) return []
  const left = margin + usersWidth + ingressWidth(model.furniture.ingresses)
  const room = layout.width - left - margin
  const wanted = shown.map((service) => pillWidth(service, shown.length > 3, h < 50))
  const lines: number[][] = [[]]
  let used = 0
  shown.forEach((_, i) => {
    if (used + wanted[i]! > room && lines[lines.length - 1]!.length) {
      lines.push([])
      used = 0
    }
    lines[lines.length - 1]!.push(i)
    used += wanted[i]! + 24
  })
  const spots: ServiceSpot[] = []
  lines.forEach((line, row) => {
    const widths = line.reduce((sum, i) => sum + wanted[i]!, 0)
    const space = Math.min(64, (room - widths) / (line.length + 1))
    // A single Service stands under the API server, where its lines are shortest; several share the room evenly.
    let x =
      line.length === 1 && row === 0 ? Math.max(left, layout.width / 2 - wanted[line[0]!]! / 2 - 30) : left + Math.max(0, space)
    for (const i of line) {
      const box = { x, y: layout.bandY - h / 2 + row * (h + 26), w: wanted[i]!, h }
      spots.push({ ...box, uid: shown[i]!.uid, sockets: socketsOf(model, shown[i]!, layout, box) })
      x += wanted[i]! + Math.max(24, space)
    }
  })
  return spots
}

/** A low pill has its number of endpoints beside the name. */
function pillWidth(service: ServiceView, tight: boolean, low: boolean): number {
  const title = textWidth(`Service ${service.name}${low ? ' · 0000' : ''}`, 16, true)
  return Math.min(tight ? 200 : 260, Math.max(tight ? 140 : 176, title + 56, textWidth(service.ports, 13) + 130))
}

function socketsOf(
  model: StageModel,
  service: ServiceView,
  layout: Omit<Layout, 'services' | 'height'>,
  box: Box,
): ServiceSpot['sockets'] {
  const step = pitch(layout.form).x
  const placed: { pod: string; at: number; row: number }[] = []
  for (const uid of service.endpoints) {
    const pod = model.pods.get(uid)
    const spot = pod && layout.nodeByName.get(pod.node)
    if (!pod || !spot || pod.slot < 0) continue
    placed.push({
      pod: uid,
      at: spot.podX + (pod.slot % layout.form.pods) * step,
      row: spot.row * 100 + Math.floor(pod.slot / layout.form.pods),
    })
  }
  // Left to right as the pods stand, so that lines do not cross; of two above each other the upper one first.
  placed.sort((a, b) => a.at - b.at || a.row - b.row || (a.pod < b.pod ? -1 : 1))
  const gap = Math.min(32, (box.w - box.h) / Math.max(1, placed.length - 1))
  const start = box.x + box.w / 2 - (gap * (placed.length - 1)) / 2
  return placed.map(({ pod }, i) => ({ pod, x: start + i * gap }))
}
