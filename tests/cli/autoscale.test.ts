import { describe, expect, test } from 'vitest'
import { clusterWith, deploymentYaml, run } from '../support/cluster'

const busy = `
apiVersion: v1
kind: Pod
metadata: { name: busy, annotations: { kubarium.dev/cpu: 250m, kubarium.dev/memory: 100Mi } }
spec: { containers: [{ name: c, image: 'nginx:1.27' }] }
`

describe('kubectl autoscale', () => {
  test('makes an autoscaler for what can be scaled', () => {
    const world = clusterWith(deploymentYaml('web', 2))
    expect(run(world, 'autoscale deployment web --min=2 --max=5 --cpu=70%')).toEqual({
      exit: 0,
      out: ['horizontalpodautoscaler.autoscaling/web autoscaled'],
      err: [],
    })
    world.advance(world.now + 1000)
    expect(run(world, 'get hpa').out).toEqual([
      'NAME   REFERENCE        TARGETS              MINPODS   MAXPODS   REPLICAS   AGE',
      'web    Deployment/web   cpu: <unknown>/70%   2         5         0          1s',
    ])
    expect(run(world, 'autoscale deployment web --max=3')).toMatchObject({
      exit: 1,
      err: ['Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling "web" already exists'],
    })
    expect(run(world, 'autoscale deployment web').err).toEqual([
      'error: --max=MAXPODS is required and must be at least 1, max: -1',
    ])
  })
})

describe('kubectl top', () => {
  test('tells what pods and nodes use, once the first window is over', () => {
    const world = clusterWith(busy, { nodes: 1, seconds: 10 })
    expect(run(world, 'top pod')).toEqual({
      exit: 1,
      out: [],
      err: ['error: Metrics not available for pod default/busy, age: 10s'],
    })
    world.advance(40_000)
    expect(run(world, 'top pod').out).toEqual(['NAME   CPU(cores)   MEMORY(bytes)', 'busy   250m         100Mi'])
    expect(run(world, 'top pod --containers').out).toEqual([
      'POD    NAME   CPU(cores)   MEMORY(bytes)',
      'busy   c      250m         100Mi',
    ])
    expect(run(world, 'top node').out).toEqual([
      'NAME     CPU(cores)   CPU(%)   MEMORY(bytes)   MEMORY(%)',
      'node-1   250m         6%       100Mi           1%',
    ])
    expect(run(world, 'top pod nobody').err).toEqual(['Error from server (NotFound): pods "nobody" not found'])
  })
})
