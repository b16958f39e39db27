import { farSizes, margin, planeHeight, zonesOf, type Form } from './form'
import type { Layout, NodeSpot, ZoneSpot } from './layout'
import type { StageModel } from './model'
import type { PlaneLayout } from './planeLayout'
import type { Box } from './shape'

const rackNodes = 40

/** Zone over rack over node: racks of 2 x 20 nodes, nodes of 7 x 5 dots, zones side by side while there is room. */
export function layoutFar(model: StageModel, form: Form, plane: PlaneLayout): Layout {
  const { node, step, rack } = farSizes(form.pod * 72)
  const zones: ZoneSpot[] = []
  const nodes: NodeSpot[] = new Array<NodeSpot>(model.nodes.length)
  const room = form.width - 2 * margin
  const perLine = Math.max(1, Math.floor(room / rack[0]))
  let [x, y, deepest] = [margin, planeHeight.slim, 0]
  for (const [name, members] of zonesOf(model)) {
    const racks = Math.ceil(members.length / rackNodes)
    const wide = Math.max(150, Math.min(racks, perLine) * rack[0])
    if (x > margin && x + wide > margin + room) {
      x = margin
      y += deepest + 34
      deepest = 0
    }
    zones.push({ name, x, y: y + 14, nodes: members.length, racks })
    const rackRows = Math.ceil(racks / perLine)
    members.forEach((index, i) => {
      const at = Math.floor(i / rackNodes)
      const place = i % rackNodes
      const left = x + (at % perLine) * rack[0] + (place % 2) * step[0]
      const top = y + 24 + Math.floor(at / perLine) * rack[1] + Math.floor(place / 2) * step[1]
      const spot = { x: left, y: top, w: node[0], h: node[1], podX: left, podY: top }
      nodes[index] = { ...spot, name: model.nodes[index]!.name, row: 0, column: 0 }
    })
    deepest = Math.max(deepest, rackRows * rack[1])
    x += wide + 24
  }
  const bottom = y + deepest + 34
  const nodeByName = new Map(nodes.map((spot) => [spot.name, spot]))
  const byNode = { lens: 'where', boxes: null, ghostBoxes: new Map<string, Box>(), cards: [], shelf: null } as const
  return {
    ...byNode,
    form,
    width: form.width,
    height: bottom,
    plane,
    nodes,
    nodeByName,
    services: [],
    ingresses: [],
    volumes: [],
    joining: [],
    pools: [],
    zones,
    bandY: bottom,
    bottom,
  }
}
