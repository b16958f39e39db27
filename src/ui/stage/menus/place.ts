import type { View } from '../../readModel'
import { asGroup, branch, type Menu, type MenuItem } from './menu'
import { poolItems, zonesOf } from './node'

/** What can be done to the cluster as a whole. */
export const stageMenu = (view: View): Menu => ({
  title: 'Kubernetes',
  items: [
    { say: 'menu.addNode', command: { type: 'add-node' } },
    ...branch(
      'menu.addNodeIn',
      zonesOf(view).map((zone) => ({ say: 'menu.addIn', values: { zone }, command: { type: 'add-node', zone } })),
    ),
    ...asGroup([
      {
        say: 'menu.addCloud',
        values: { min: 1, max: 5 },
        command: { type: 'add-pool', name: freshName(view, 'cloud'), min: 1, max: 5, size: 1 },
      },
      {
        say: 'menu.addRack',
        values: { size: 3 },
        command: { type: 'add-pool', name: freshName(view, 'rack'), min: 3, max: 3, size: 3, onPremises: true },
      },
      ...view.furniture.pools.flatMap(poolItems),
    ]),
    ...asGroup(registryItems(view)),
  ],
})

function freshName({ furniture }: View, base: string): string {
  const taken = new Set(furniture.pools.map(({ name }) => name))
  let name = base
  for (let i = 2; taken.has(name); i++) name = `${base}-${i}`
  return name
}

/** How fast images come. */
export const registryItems = ({ plane }: View): readonly MenuItem[] =>
  (
    [
      ['menu.registryNormal', 1],
      ['menu.registrySlow', 0.1],
      ['menu.registryGone', 0],
    ] as const
  ).map(([say, speed]) => ({ say, command: { type: 'registry', speed }, checked: plane?.registry.speed === speed }))
