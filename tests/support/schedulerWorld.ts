import type { Client } from '../../src/api/client'
import { ApiError } from '../../src/api/errors'
import type { KindDefinition } from '../../src/api/kind'
import type { Draft, KubeObject } from '../../src/api/meta'
import { Registry } from '../../src/api/registry'
import { ApiServer } from '../../src/api/server'
import { serverClient } from '../../src/api/serverClient'
import { Store } from '../../src/api/store'
import { createProcess } from '../../src/control/plane'
import { EventLog } from '../../src/control/recorder'
import { WatchHub } from '../../src/control/watchHub'
import { Kernel } from '../../src/kernel/kernel'
import type { Node } from '../../src/kube/kinds/node/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { createScheduler, type SchedulerOptions } from '../../src/kube/scheduler/scheduler'

const modules = import.meta.glob<{ default: KindDefinition }>('../../src/kube/kinds/*/api.ts', { eager: true })
const kinds = Object.keys(modules)
  .sort()
  .map((path) => modules[path]!.default)

/** An API server and a scheduler, and nothing else: pods are placed and stay as they are. */
export function schedulerWorld(options: SchedulerOptions = {}, seed = 1) {
  const kernel = new Kernel(seed)
  const store = new Store(kernel)
  const hub = new WatchHub(kernel, store)
  const events = new EventLog(kernel)
  const reach = { up: true }
  const check = () => {
    if (!reach.up) throw new ApiError(503, 'ServiceUnavailable', 'connection refused')
  }
  const server = new ApiServer(kernel, new Registry(kinds), store, [], { check })
  const clientAs = (actor: string): Client => serverClient(server, actor)
  const process = createProcess(kernel, hub, events, clientAs, { actor: 'scheduler', latency: 20 })
  const scheduler = createScheduler(process.context, options)
  const client = clientAs('you')
  client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' }, spec: {}, status: {} } as Draft)
  process.start()
  const run = (ms: number) => void kernel.advance(kernel.now + ms)

  return {
    kernel,
    store,
    client,
    process,
    scheduler,
    reach,
    run,
    /** A node; `status` sets allocatable over 4 CPUs, 8Gi and 110 pods. */
    addNode(
      name: string,
      { labels = {}, spec = {}, allocatable = {} }: { labels?: object; spec?: object; allocatable?: object } = {},
    ): Node {
      const metadata = { name, labels: { 'kubernetes.io/hostname': name, ...labels } }
      const room = { cpu: '4', memory: '8Gi', pods: '110', ...allocatable }
      const node = client.create({ apiVersion: 'v1', kind: 'Node', metadata, spec, status: {} } as Draft) as Node
      return client.updateStatus({ ...node, status: { capacity: room, allocatable: room } } as Node)
    },
    addPod(name: string, spec: object = {}, metadata: object = {}): Pod {
      const containers = [{ name: 'main', image: 'nginx' }]
      return client.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default', ...metadata },
        spec: { containers, ...spec },
      } as Draft) as Pod
    },
    pod: (name: string) => store.get('Pod', `default/${name}`) as Pod | undefined,
    nodeOf: (name: string) => (store.get('Pod', `default/${name}`) as Pod | undefined)?.spec.nodeName ?? '',
    /** Reason and message of all events about a pod, oldest first. */
    eventsOf: (name: string) =>
      (
        [...store.all('Event')] as (KubeObject & {
          involvedObject: { name: string }
          reason: string
          message: string
          count: number
        })[]
      )
        .filter((event) => event.involvedObject.name === name)
        .map(({ reason, message, count }) => ({ reason, message, count })),
  }
}

/** One container that requests this much. */
export const requesting = (requests: Record<string, string>) => ({
  containers: [{ name: 'main', image: 'nginx', resources: { requests } }],
})
