import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../../src/kube/kinds/deployment/api'
import { readLine } from '../../../src/ui/command/carryOut'
import { linesOf } from '../../../src/ui/command/lines'
import { Unsayable } from '../../../src/ui/command/record'
import { loadScenario } from '../../../src/ui/scenarios'
import { clusterCopy } from '../../../src/world/clusterCopy'
import { WorldSession } from '../../../src/world/session'

async function opened(id = 'opening') {
  const scenario = (await loadScenario(id))!
  const session = new WorldSession(scenario)
  session.seek(scenario.opensAt)
  const { world } = session
  const { server } = world.cluster
  /** Reads a line over what crosses the thread, and does what it says. */
  const run = (text: string) => {
    const outcome = read(text)
    if (outcome.code === 0) for (const command of outcome.commands) session.dispatch(command)
    return outcome
  }
  const read = (text: string) => readLine(structuredClone(clusterCopy(world.cluster)), world.now, linesOf(text)[0]!)
  const get = (kind: string, name: string) => server.read('you', kind, name, 'default')
  return { run, read, get, world, session }
}

describe('a line of kubectl becomes commands of the run', () => {
  test('scale, label, set image, rollout: changes of what is there', async () => {
    const { run, get, session } = await opened()
    expect(run('kubectl scale deploy/web --replicas=3').out).toEqual(['deployment.apps/web scaled'])
    expect(run('label deployment web tier=front').out).toEqual(['deployment.apps/web labeled'])
    expect(run('set image deploy/web nginx=nginx:1.28').out).toEqual(['deployment.apps/web image updated'])
    expect(get('Deployment', 'web')).toMatchObject({ metadata: { labels: { tier: 'front' } }, spec: { replicas: 3 } })
    const image = () => (get('Deployment', 'web') as unknown as Deployment).spec.template.spec.containers[0]?.image
    expect(image()).toBe('nginx:1.28')
    session.seek(60_000)
    expect(run('rollout undo deploy/web').out).toEqual(['deployment.apps/web rolled back'])
    expect(image()).toBe('nginx:1.27')
    expect(run('rollout restart deploy/web').out).toEqual(['deployment.apps/web restarted'])
    expect(run('scale deploy -l tier=front --replicas=0').out).toEqual(['deployment.apps/web scaled'])
  })

  test('create, run, expose, autoscale: new objects; what is there already is refused as kubectl does', async () => {
    const { run, get } = await opened()
    expect(run('create deployment api --image=nginx:1.27').out).toEqual(['deployment.apps/api created'])
    expect(run('expose deployment api --port=80').out).toEqual(['service/api exposed'])
    expect(run('autoscale deployment api --max=4 --cpu=50%').out).toEqual(['horizontalpodautoscaler.autoscaling/api autoscaled'])
    expect(run('run solo --image=redis:7.2').out).toEqual(['pod/solo created'])
    for (const [kind, name] of [
      ['Deployment', 'api'],
      ['Service', 'api'],
      ['HorizontalPodAutoscaler', 'api'],
      ['Pod', 'solo'],
    ])
      expect(get(kind!, name!)).toBeDefined()
    expect(run('create deployment api --image=nginx:1.27')).toMatchObject({
      code: 1,
      err: ['Error from server (AlreadyExists): deployments.apps "api" already exists'],
    })
  })

  test('delete does not wait, and a drain goes on by itself', async () => {
    const { run, read, get, world, session } = await opened('disruption-budget')
    const { commands, code } = run('drain node-1 --ignore-daemonsets --force')
    expect(code).toBe(0)
    expect(commands.map(({ type }) => type)).toEqual(['patch', 'drain'])
    expect(commands[1]).toEqual({ type: 'drain', node: 'node-1', force: true })
    session.seek(world.now + 120_000)
    expect([...world.cluster.store.podsOn('node-1')]).toEqual([])
    expect(run('delete deployment web').commands).toEqual([
      { type: 'delete', kind: 'Deployment', namespace: 'default', name: 'web' },
    ])
    expect(get('Deployment', 'web')).toBeUndefined()
    expect(read('drain node-2 --pod-selector=app=cache').commands.map(({ type }) => type)).toEqual(['patch', 'evict'])
  })

  test('under another name, as with --as', async () => {
    const { run } = await opened()
    expect(run('--as=jane delete service web').commands).toEqual([
      { type: 'delete', kind: 'Service', namespace: 'default', name: 'web', as: 'jane' },
    ])
  })
})

test('what is wrong is said in kubectl’s words, and nothing is done', async () => {
  const { run } = await opened()
  for (const [line, words] of [
    ['scale deploy/nobody --replicas=2', 'Error from server (NotFound): deployments.apps "nobody" not found'],
    ['delete pod nobody', 'Error from server (NotFound): pods "nobody" not found'],
    ['frobnicate all', 'error: unknown command "frobnicate" for "kubectl"'],
    ['scale deploy/web', 'error: The --replicas=COUNT flag is required'],
    ['label pods -l (( a=b', 'Error from server (BadRequest)'],
  ]) {
    const { code, err, commands } = run(line!)
    expect({ code, commands, err: err.join(' ') }).toEqual({ code: 1, commands: [], err: expect.stringContaining(words!) })
  }
})

test('what only tells of the cluster, or is no command of a run, is refused', async () => {
  const { run } = await opened()
  for (const line of [
    'get pods',
    'wait pod --all --for=condition=Ready',
    'rollout status deploy/web',
    'auth can-i get pods',
    'top nodes',
    'create token default',
  ])
    expect(() => run(line)).toThrow(new Unsayable('cmd.tells'))
  for (const line of [
    'delete deploy web --cascade=orphan',
    'delete deploy web --grace-period=30',
    'patch deploy web --subresource=status -p {}',
  ])
    expect(() => run(line)).toThrow(new Unsayable('cmd.cannot'))
})
