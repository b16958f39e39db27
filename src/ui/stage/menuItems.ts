import type { ControlPlanePart } from '../../world/command'
import type { View } from '../readModel'
import { inspect, type Menu } from './menus/menu'
import { nodeMenu } from './menus/node'
import { objectMenu, serviceMenu } from './menus/object'
import { registryItems, stageMenu } from './menus/place'
import { podMenu } from './menus/pod'
import { workloadMenu } from './menus/workload'
import { isUp } from './parts'

export { keyOf, type Menu, type MenuItem } from './menus/menu'

/** What a menu is about: an object by uid, a part of the control plane, the registry, or the stage itself. */
export type MenuTarget =
  | { readonly kind: 'Pod' | 'Node' | 'Service' | 'Workload' | 'Object'; readonly uid: string }
  | { readonly kind: 'Part'; readonly part: ControlPlanePart }
  | { readonly kind: 'Registry' }
  | { readonly kind: 'Stage' }

/** What a person can do with something on stage, or, with `readonly`, look at of it; null when it is no longer there or there is nothing. */
export function menuOf(target: MenuTarget, view: View, readonly = false): Menu | null {
  const menu = wholeMenu(target, view)
  if (!menu || !readonly) return menu
  const items = menu.items.filter((item) => item.inspect)
  return items.length ? { ...menu, items } : null
}

function wholeMenu(target: MenuTarget, view: View): Menu | null {
  switch (target.kind) {
    case 'Pod':
      return podMenu(target.uid, view)
    case 'Node':
      return nodeMenu(target.uid, view)
    case 'Service':
      return serviceMenu(target.uid, view)
    case 'Workload':
      return workloadMenu(target.uid, view)
    case 'Object':
      return objectMenu(target.uid, view)
    case 'Part':
      return partMenu(target.part, view)
    case 'Registry':
      return { title: 'registry', items: registryItems(view) }
    case 'Stage':
      return stageMenu(view)
  }
}

function partMenu(part: ControlPlanePart, view: View): Menu {
  return {
    title: part,
    items: [
      inspect(part),
      isUp(part, view)
        ? { say: 'menu.stop', command: { type: 'stop', part }, first: true }
        : { say: 'menu.start', command: { type: 'start', part }, first: true },
    ],
  }
}
