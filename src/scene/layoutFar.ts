import { margin, planeHeight, type Form } from './form'
import type { Layout, NodeSpot, ZoneSpot } from './layout'
import type { StageModel } from './model'
import type { PlaneLayout } from './planeLayout'

const rackWidth = 29
const rackGap = 3
const rackNodes = 40
const nodeStepX = 15
const nodeStepY = 11

/** Zone over rack over node: racks of 2 x 20 nodes, nodes of 7 x 5 dots, zones under each other in order of first appearance. */
export function layoutFar(model: StageModel, form: Form, plane: PlaneLayout): Layout {
  const zones: ZoneSpot[] = []
  const nodes: NodeSpot[] = []
  const byZone = new Map<string, string[]>()
  for (const node of model.nodes) {
    const names = byZone.get(node.zone)
    if (names) names.push(node.name)
    else byZone.set(node.zone, [node.name])
  }
  let y = planeHeight[form.plane]
  for (const [zone, names] of byZone) {
    const racks = Math.ceil(names.length / rackNodes)
    zones.push({ name: zone, x: margin, y: y + 12, nodes: names.length, racks })
    y += 22
    names.forEach((name, i) => {
      const rack = Math.floor(i / rackNodes)
      const place = i % rackNodes
      const x = margin + (rack % form.nodes) * (rackWidth + rackGap) + (place % 2) * nodeStepX
      const top = y + Math.floor(rack / form.nodes) * (20 * nodeStepY + 12) + Math.floor(place / 2) * nodeStepY
      nodes.push({ name, x, y: top, w: 14, h: 10, row: 0, column: 0, podX: x, podY: top })
    })
    const rows = Math.ceil(racks / form.nodes)
    const tall = rows > 1 || names.length >= rackNodes ? 20 : Math.ceil(names.length / 2)
    y += (rows - 1) * (20 * nodeStepY + 12) + tall * nodeStepY + 24
  }
  const nodeByName = new Map(nodes.map((spot) => [spot.name, spot]))
  return { form, width: form.width, height: y, plane, nodes, nodeByName, services: [], zones, bandY: y, bottom: y }
}
