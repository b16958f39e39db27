import { test } from 'vitest'
import { serverClient } from '../../src/api/serverClient'
import { createWorld } from '../../src/world/world'
test('x', () => {
  const world = createWorld({ seed: 1, nodes: 3 })
  world.dispatch({ type: 'apply', file: 'a.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }], type: LoadBalancer }\n' })
  for (let t = 1; t < 12; t++) {
    world.advance(t * 1000)
    const s = serverClient(world.cluster.server, 'you').get('Service', 'web', 'default')!
    console.log(t, JSON.stringify(s.metadata.finalizers), JSON.stringify(s.status), serverClient(world.cluster.server, 'you').list('Event').filter((e) => JSON.stringify(e).includes('web')).map((e) => (e as {reason?:string}).reason).join())
  }
})
