import { serverClient } from '../../src/api/serverClient'
import { kubectl } from '../../src/cli/kubectl/kubectl'
import { impersonated } from '../../src/kube/auth/impersonation'
import { createWorld, type World } from '../../src/world/world'

/** A deployment as YAML. */
export const deploymentYaml = (name: string, replicas: number, image = 'nginx:1.27') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{ name: c, image: '${image}' }]
`

/** A running cluster to which manifests were applied. */
export function clusterWith(yaml: string, { nodes = 3, seconds = 20 } = {}): World {
  const world = createWorld({ seed: 1, nodes })
  world.dispatch({ type: 'registry', speed: 1000 })
  world.dispatch({ type: 'apply', file: 'test.yaml', text: yaml })
  world.advance(seconds * 1000)
  return world
}

/** Runs one kubectl command line in a world, letting time pass as the command asks. */
export function run(world: World, line: string, namespace = 'default') {
  const { server } = world.cluster
  const out: string[] = []
  const err: string[] = []
  const shell = {
    client: serverClient(server, 'you'),
    clientAs: (user: string, groups: readonly string[]) => impersonated(server, 'you', user, groups),
    kinds: server.registry,
    namespace,
    get now() {
      return world.now
    },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
  }
  const running = kubectl(shell, line.split(' ').filter(Boolean))
  let next = running.next()
  while (!next.done) {
    world.advance(world.now + next.value)
    next = running.next()
  }
  return { exit: next.value, out, err }
}
