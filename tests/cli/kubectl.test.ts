import { describe, expect, test } from 'vitest'
import { clusterWith, deploymentYaml, run } from '../support/cluster'

const namesOf = (world: ReturnType<typeof clusterWith>) =>
  world.cluster.store.inNamespace('Pod', 'default').map(({ metadata }) => metadata.name)

describe('kubectl scale', () => {
  test('sizes what it is told, in either form', () => {
    const world = clusterWith(deploymentYaml('web', 2))
    expect(run(world, 'scale deploy/web --replicas=4')).toEqual({ exit: 0, out: ['deployment.apps/web scaled'], err: [] })
    world.advance(world.now + 5000)
    expect(namesOf(world)).toHaveLength(4)
    expect(run(world, 'scale --replicas 1 deployment web').exit).toBe(0)
    world.advance(world.now + 10_000)
    expect(namesOf(world)).toHaveLength(1)
  })

  test('refuses with the words of kubectl and of the server', () => {
    const world = clusterWith(deploymentYaml('web', 1))
    expect(run(world, 'scale deploy/web').err).toEqual([
      'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
    ])
    expect(run(world, 'scale deploy/nope --replicas=1')).toEqual({
      exit: 1,
      out: [],
      err: ['Error from server (NotFound): deployments.apps "nope" not found'],
    })
    expect(run(world, 'scale deploy/web --replicas=3 --current-replicas=2').err).toEqual([
      'error: Expected replicas to be 2, was 1',
    ])
    expect(run(world, 'scale foo/web --replicas=3').err).toEqual([`error: the server doesn't have a resource type "foo"`])
    expect(run(world, 'scale deploy/web --replica=3').err[0]).toBe('error: unknown flag: --replica')
    expect(run(world, 'dance').err).toEqual(['error: unknown command "dance" for "kubectl"'])
  })
})

describe('kubectl rollout', () => {
  test('set image, status, history, undo', () => {
    const world = clusterWith(deploymentYaml('web', 2))
    expect(run(world, 'set image deploy/web c=nginx:1.26').out).toEqual(['deployment.apps/web image updated'])
    const status = run(world, 'rollout status deploy/web')
    expect(status.exit).toBe(0)
    expect(status.out[0]).toBe('Waiting for deployment spec update to be observed...')
    expect(status.out).toContain('Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas have been updated...')
    expect(status.out.at(-1)).toBe('deployment "web" successfully rolled out')
    expect(run(world, 'rollout history deploy web').out).toEqual([
      'deployment.apps/web ',
      'REVISION  CHANGE-CAUSE',
      '1         <none>',
      '2         <none>',
      '',
    ])
    expect(run(world, 'rollout undo deploy/web').out).toEqual(['deployment.apps/web rolled back'])
    run(world, 'rollout status deploy/web')
    expect(run(world, 'rollout history deploy/web').out.slice(2, 4)).toEqual(['2         <none>', '3         <none>'])
    expect(run(world, 'rollout undo deploy/web --to-revision=9').err).toEqual([
      'error: unable to find specified revision 9 in history',
    ])
    expect(run(world, 'set image deploy/web d=nginx').err).toEqual(['error: unable to find container named "d"'])
  })

  test('status gives up when told to, and tells of a missed deadline', () => {
    const world = clusterWith(deploymentYaml('web', 1))
    run(world, 'set image deploy/web c=nginx:nope')
    const before = world.now
    expect(run(world, 'rollout status deploy/web --timeout=3s').err).toEqual(['error: timed out waiting for the condition'])
    expect(world.now - before).toBe(3000)
    expect(run(world, 'rollout status deploy/web').err).toEqual(['error: deployment "web" exceeded its progress deadline'])
  })

  test('pause keeps a change back until resume; restart makes new pods', () => {
    const world = clusterWith(deploymentYaml('web', 1))
    const first = namesOf(world)
    expect(run(world, 'rollout pause deploy/web').out).toEqual(['deployment.apps/web paused'])
    expect(run(world, 'rollout pause deploy/web').err).toEqual(['error: deployments.apps "web" is already paused'])
    run(world, 'set image deploy/web c=nginx:1.26')
    world.advance(world.now + 10_000)
    expect(namesOf(world)).toEqual(first)
    expect(run(world, 'rollout resume deploy/web').out).toEqual(['deployment.apps/web resumed'])
    world.advance(world.now + 10_000)
    const second = namesOf(world)
    expect(second).not.toEqual(first)
    expect(run(world, 'rollout restart deploy/web').out).toEqual(['deployment.apps/web restarted'])
    world.advance(world.now + 10_000)
    expect(namesOf(world)).not.toEqual(second)
  })
})

describe('kubectl cordon and drain', () => {
  test('a drained node is empty, and comes back', () => {
    const world = clusterWith(deploymentYaml('web', 6))
    const { exit, out, err } = run(world, 'drain node-1')
    expect({ exit, err }).toEqual({ exit: 0, err: [] })
    expect(out[0]).toBe('node/node-1 cordoned')
    expect(out.at(-1)).toBe('node/node-1 drained')
    expect(out.filter((line) => line.startsWith('evicting pod default/web-'))).toHaveLength(2)
    expect(out.filter((line) => /^pod\/web-\S+ evicted$/.test(line))).toHaveLength(2)
    expect(world.cluster.store.podsOn('node-1')).toEqual([])
    expect(run(world, 'cordon node-1').out).toEqual(['node/node-1 already cordoned'])
    expect(run(world, 'uncordon node-1').out).toEqual(['node/node-1 uncordoned'])
    expect(run(world, 'cordon nope').err).toEqual(['Error from server (NotFound): nodes "nope" not found'])
  })

  test('pods without a controller need --force', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: lone }\nspec: { nodeName: node-1, containers: [{ name: c, image: nginx }] }'
    const world = clusterWith(pod, { nodes: 1 })
    const refused = run(world, 'drain node-1')
    expect(refused.exit).toBe(1)
    expect(refused.err[0]).toBe(
      'error: unable to drain node "node-1" due to error: cannot delete Pods that declare no controller (use --force to override): default/lone, continuing command...',
    )
    const forced = run(world, 'drain node-1 --force')
    expect(forced).toMatchObject({ exit: 0, err: ['Warning: deleting Pods that declare no controller: default/lone'] })
    expect(namesOf(world)).toEqual([])
  })
})

describe('kubectl delete', () => {
  test('waits until it is gone', () => {
    const world = clusterWith(deploymentYaml('web', 2))
    expect(run(world, 'delete deploy web --cascade=foreground').out).toEqual([
      'deployment.apps "web" deleted from default namespace',
    ])
    expect(namesOf(world)).toEqual([])
  })

  test('orphans, forces and forgives as told', () => {
    const world = clusterWith(deploymentYaml('web', 2))
    const [pod] = namesOf(world)
    const forced = run(world, `delete pod ${pod} --force --grace-period=0`)
    expect(forced.out).toEqual([`pod "${pod}" force deleted from default namespace`])
    expect(forced.err[0]).toMatch(/^Warning: Immediate deletion does not wait/)
    expect(run(world, 'delete deploy web --cascade=orphan').exit).toBe(0)
    world.advance(world.now + 5000)
    expect(namesOf(world)).toHaveLength(2)
    expect(run(world, 'delete deploy web')).toMatchObject({
      exit: 1,
      err: ['Error from server (NotFound): deployments.apps "web" not found'],
    })
    expect(run(world, 'delete deploy web --ignore-not-found').exit).toBe(0)
    expect(run(world, 'delete rs --all').out).toHaveLength(1)
  })
})

describe('kubectl label, annotate and taint', () => {
  test('set, change and take away', () => {
    const world = clusterWith(deploymentYaml('web', 1))
    expect(run(world, 'label deploy web tier=front').out).toEqual(['deployment.apps/web labeled'])
    expect(run(world, 'label deploy web tier=back')).toMatchObject({
      exit: 1,
      err: [`error: 'tier' already has a value (front), and --overwrite is false`],
    })
    expect(run(world, 'label deploy/web tier=back --overwrite').out).toEqual(['deployment.apps/web labeled'])
    expect(run(world, 'label deploy/web tier- nope-').out).toEqual(['label "nope" not found.', 'deployment.apps/web unlabeled'])
    expect(run(world, 'annotate deploy/web kubernetes.io/change-cause=first').out).toEqual(['deployment.apps/web annotated'])
    expect(run(world, 'label deploy/web').err).toEqual(['error: at least one label update is required'])
  })

  test('a taint keeps pods away until it is taken off', () => {
    const world = clusterWith(deploymentYaml('web', 1), { nodes: 1 })
    expect(run(world, 'taint nodes node-1 k=v:NoSchedule').out).toEqual(['node/node-1 tainted'])
    expect(run(world, 'taint nodes node-1 k=w:NoSchedule').err).toEqual([
      'error: node node-1 already has k taint(s) with same effect(s) and --overwrite is false',
    ])
    run(world, 'scale deploy/web --replicas=2')
    world.advance(world.now + 5000)
    expect(run(world, 'get deploy web -o jsonpath={.status.readyReplicas}').out).toEqual(['1'])
    expect(run(world, 'taint node node-1 k:NoSchedule-').out).toEqual(['node/node-1 untainted'])
    expect(run(world, 'taint node node-1 k-').err).toEqual(['error: taint "k" not found'])
    world.advance(world.now + 5000)
    expect(run(world, 'get deploy web -o jsonpath={.status.readyReplicas}').out).toEqual(['2'])
  })
})

describe('kubectl get', () => {
  const world = clusterWith(deploymentYaml('web', 2))

  test('prints tables as kubectl does', () => {
    expect(run(world, 'get deploy').out).toEqual([
      'NAME   READY   UP-TO-DATE   AVAILABLE   AGE',
      'web    2/2     2            2           20s',
    ])
    expect(run(world, 'get pods -o wide').out[0]).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES$/,
    )
    expect(run(world, 'get pods -A --no-headers').out.every((line) => line.startsWith('default   web-'))).toBe(true)
    expect(run(world, 'get deploy,rs').out).toEqual([
      expect.stringMatching(/^NAME +READY/),
      expect.stringMatching(/^deployment.apps\/web /),
      '',
      expect.stringMatching(/^NAME +DESIRED +CURRENT +READY +AGE$/),
      expect.stringMatching(/^replicaset.apps\/web-/),
    ])
    expect(
      run(world, 'get all').out.filter((line) => /^(pod|service|deployment.apps|replicaset.apps)\//.test(line)),
    ).toHaveLength(5)
  })

  test('prints names, JSON and paths', () => {
    expect(run(world, 'get deploy -o name').out).toEqual(['deployment.apps/web'])
    expect(JSON.parse(run(world, 'get deploy web -o json').out.join('\n'))).toMatchObject({
      kind: 'Deployment',
      spec: { replicas: 2 },
    })
    expect(run(world, 'get pods -o jsonpath={.items[*].spec.containers[0].image}').out).toEqual(['nginx:1.27 nginx:1.27'])
    expect(run(world, 'get deploy web -o jsonpath={.spec.selector}').out).toEqual(['{"matchLabels":{"app":"web"}}'])
  })

  test('selects by fields the kind allows', () => {
    expect(run(world, 'get pods --field-selector=status.phase!=Running').err).toEqual([
      'No resources found in default namespace.',
    ])
    expect(run(world, 'get pods --field-selector status.phase=Running').out).toHaveLength(3)
    expect(run(world, 'get pods --field-selector=spec.foo=1').err).toEqual([
      'Error from server (BadRequest): field label not supported: spec.foo',
    ])
  })

  test('says when there is nothing, or no such thing', () => {
    expect(run(world, 'get cm -n kube-public -l a=b')).toMatchObject({
      exit: 0,
      out: [],
      err: ['No resources found in kube-public namespace.'],
    })
    expect(run(world, 'get pod nope')).toMatchObject({ exit: 1, err: ['Error from server (NotFound): pods "nope" not found'] })
    expect(run(world, 'get widgets').err).toEqual([`error: the server doesn't have a resource type "widgets"`])
  })
})
