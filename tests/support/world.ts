import type { Pod } from '../../src/kube/kinds/pod/api'
import { createWorld, type World, type WorldOptions } from '../../src/world/world'

/** A Deployment and its Service as a person would write them. */
export const webYaml = (replicas = 3, image = 'nginx:1.27') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: ${image}
          ports:
            - containerPort: 80
          readinessProbe:
            httpGet:
              path: /
              port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
`

export const seconds = (count: number) => count * 1000

/** A world in which the given file was applied at the beginning. */
export function worldWith(text: string, options: Partial<WorldOptions> = {}): World {
  const world = createWorld({ seed: 1, nodes: 3, ...options })
  world.dispatch({ type: 'apply', file: 'web.yaml', text })
  return world
}

export const pods = (world: World): Pod[] => [...world.cluster.store.all('Pod')] as Pod[]
export const readyPods = (world: World): Pod[] =>
  pods(world).filter((pod) => pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'))

/** Every object there is, as one text: two worlds with the same text are the same. */
export const digest = (world: World): string => {
  const { store } = world.cluster
  return JSON.stringify([world.now, ...[...store.kindNames()].sort().map((kind) => [...store.all(kind)])])
}
