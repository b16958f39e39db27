import { describe, expect, test } from 'vitest'
import { absorb, emptyView } from '../../src/ui/readModel'
import { menuOf, type MenuTarget } from '../../src/ui/stage/menuItems'
import { english } from '../../src/ui/i18n/say'
import { fakeFrame } from './fakeWorld'

const view = absorb(emptyView, fakeFrame(20_000, 20_000, null))
const commands = (target: MenuTarget, of = view) => menuOf(target, of)!.items.flatMap(({ command }) => command ?? [])

describe('menus', () => {
  test('a pod can be deleted and its running containers killed', () => {
    expect(commands({ kind: 'Pod', uid: 'uid-web-7c4b9-z4jfn' })).toEqual([
      { type: 'kill-container', namespace: 'default', pod: 'web-7c4b9-z4jfn', container: 'nginx' },
      { type: 'kill-pod', namespace: 'default', pod: 'web-7c4b9-z4jfn' },
    ])
  })

  test('a node is offered the opposite of what it is', () => {
    const types = (of = view) => commands({ kind: 'Node', uid: 'uid-node-1' }, of).map(({ type }) => type)
    expect(types()).toEqual(['cordon', 'cut', 'power-off', 'remove-node'])
    const dark = {
      ...view,
      nodes: view.nodes.map((node) => ({ ...node, powered: false, connected: false, unschedulable: true })),
    }
    expect(types(dark)).toEqual(['uncordon', 'mend', 'power-on', 'remove-node'])
  })

  test('the rate of a Service is marked and can be ended', () => {
    const menu = menuOf({ kind: 'Service', uid: 'uid-svc' }, view)!
    expect(menu.items.filter(({ checked }) => checked).map(({ values }) => values)).toEqual([{ rate: 5 }])
    expect(menu.items.at(-1)?.command).toEqual({ type: 'traffic', namespace: 'default', service: 'web', rate: 0 })
  })

  test('a part of the control plane is stopped or started', () => {
    expect(commands({ kind: 'Part', part: 'scheduler' })).toEqual([{ type: 'stop', part: 'scheduler' }])
  })

  test('what is gone has no menu, and every line is in the dictionary', () => {
    expect(menuOf({ kind: 'Pod', uid: 'none' }, view)).toBeNull()
    const targets: MenuTarget[] = [
      { kind: 'Pod', uid: 'uid-web-7c4b9-z4jfn' },
      { kind: 'Node', uid: 'uid-node-1' },
      { kind: 'Service', uid: 'uid-svc' },
      { kind: 'Workload', uid: 'uid-web' },
      { kind: 'Part', part: 'etcd' },
      { kind: 'Registry' },
      { kind: 'Stage' },
    ]
    for (const target of targets) for (const { say } of menuOf(target, view)!.items) expect(Object.keys(english)).toContain(say)
  })
})
