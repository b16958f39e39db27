import { describe, expect, test } from 'vitest'
import { loadScenario } from '../../src/ui/scenarios'
import type { Frame } from '../../src/world/frame'
import type { Furniture } from '../../src/world/frameFurniture'
import { WorldSession } from '../../src/world/session'

const opened = async (id: string) => {
  const scenario = (await loadScenario(id))!
  const session = new WorldSession(scenario)
  let furniture: Furniture = session.seek(scenario.opensAt).furniture!
  const take = (frame: Frame): Furniture => (furniture = frame.furniture ?? furniture)
  return {
    session,
    now: () => furniture,
    on: (seconds: number) => take(session.tick(session.world.now + seconds * 1000, () => true)),
  }
}

describe('volumes', () => {
  test('tell what is in them, also to whoever asks for the claim or the volume, and keep it when the node dies', async () => {
    const { session, now, on } = await opened('stateful')
    const [first] = now().volumes
    expect(first).toMatchObject({ claim: 'data-redis-0', node: 'node-2', files: 0, bytes: 0 })
    expect(first!.records).toBeGreaterThan(50)
    const { detail } = session.select(first!.uid)
    expect(detail!.holds).toEqual({ volume: first!.volume, files: [], count: 0, records: first!.records })
    session.dispatch({ type: 'power-off', node: 'node-2' })
    const [lost, other] = on(120).volumes
    expect(lost!.records).toBe(first!.records)
    expect(other!.records).toBeGreaterThan(200)
  })

  test('list their files, with the paths that they have in the volume', async () => {
    const { session, now, on } = await opened('stateful')
    const { cluster } = session.world
    cluster.exec('default', 'redis-0', 'redis', ['sh', '-c', 'echo hello > /data/note; mkdir /data/deep; echo x > /data/deep/x'])
    const [first] = on(1).volumes
    expect(first).toMatchObject({ files: 2, bytes: 8 })
    expect(session.select(now().volumes[0]!.uid).detail!.holds!.files).toEqual([
      { path: '/deep/x', bytes: 2 },
      { path: '/note', bytes: 6 },
    ])
  })
})

describe('autoscalers', () => {
  test('say what their number follows from, step by step', async () => {
    const { session, now, on } = await opened('autoscale')
    const hpa = () => now().autoscalers.find(({ kind }) => kind === 'HorizontalPodAutoscaler')!
    expect(hpa().metrics[0]).toMatchObject({ name: 'cpu', target: '50%', proposal: { pods: 1, size: 1, guessed: 0 } })
    session.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 20 })
    on(100)
    const { sum } = hpa()
    expect(sum!.raw).toBeGreaterThan(5)
    expect(sum!.desired).toBe(Math.min(8, sum!.raw))
    const { ratio, pods, near, size } = hpa().metrics[0]!.proposal!
    expect(size).toBe(near ? hpa().current : Math.ceil(Math.round(ratio * pods * 1e9) / 1e9))
    session.dispatch({ type: 'traffic', namespace: 'default', service: 'web', rate: 0 })
    on(35)
    expect(hpa().sum).toMatchObject({ raw: 0, steady: hpa().current, desired: hpa().current, window: 60 })
  })

  test('the vertical ones recommend beside what is requested now', async () => {
    const { on } = await opened('autoscale')
    const vpa = on(120).autoscalers.find(({ kind }) => kind === 'VerticalPodAutoscaler')!
    expect(vpa).toMatchObject({ reason: 'Off', targetName: 'Deployment/web' })
    expect(vpa.recommends!.map(({ container, resource, request }) => [container, resource, request])).toEqual([
      ['php', 'cpu', '500m'],
      ['php', 'memory', ''],
    ])
  })
})

describe('policies', () => {
  test('say what they let pass, and what they stop is told no longer than a second after they are gone', async () => {
    const { session, now, on } = await opened('network-policy')
    expect(now().policies[0]).toMatchObject({
      name: 'db-guard',
      ingress: true,
      egress: false,
      rules: [{ way: 'in', peers: [{ pods: 'app=api', namespaces: null }], ports: ['6379'] }],
    })
    expect(
      now()
        .calls.map(({ rate, lost }) => [rate, lost])
        .sort(),
    ).toEqual([
      [3, 3],
      [6, 0],
    ])
    expect(now().blocked).toMatchObject([{ port: 6379, policies: ['default/db-guard'], rate: 3 }])
    session.dispatch({ type: 'delete', kind: 'NetworkPolicy', namespace: 'default', name: 'db-guard' })
    expect(on(2).blocked).toEqual([])
    expect(now().calls.every(({ lost }) => lost === 0)).toBe(true)
  })
})
