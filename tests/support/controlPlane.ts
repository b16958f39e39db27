import type { Client } from '../../src/api/client'
import type { Draft, KubeObject } from '../../src/api/meta'
import { Registry } from '../../src/api/registry'
import { ApiServer } from '../../src/api/server'
import { serverClient } from '../../src/api/serverClient'
import { Store } from '../../src/api/store'
import { timestamp } from '../../src/api/time'
import type { ComponentOptions } from '../../src/control/component'
import { runController } from '../../src/control/manager'
import { createProcess, type Process } from '../../src/control/plane'
import { EventLog } from '../../src/control/recorder'
import { WatchHub } from '../../src/control/watchHub'
import { Kernel } from '../../src/kernel/kernel'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { components, controllers, kinds } from '../../src/world/kinds'

/** A control plane without scheduler and kubelets; pods that are bound run by the clock. */
export interface ControlPlane {
  readonly kernel: Kernel
  readonly client: Client
  readonly processes: readonly Process[]
  /** Binds new pods to the nodes in turn and makes them Ready; without it pods stay Pending. */
  readonly kubelets: { on: boolean; readyAfter: number; silent: Set<string> }
  run(ms: number): void
  /** `reason: message` of the Events about an object, in order, once each. */
  events(name: string): string[]
}

export interface ControlPlaneOptions extends ComponentOptions {
  readonly seed?: number
  readonly nodes?: readonly string[]
}

/** Builds and starts it, with the namespace `default` and the nodes asked for. */
export function controlPlane({ seed = 1, nodes = ['node-1', 'node-2'], ...options }: ControlPlaneOptions = {}): ControlPlane {
  const kernel = new Kernel(seed)
  const store = new Store(kernel)
  const hub = new WatchHub(kernel, store)
  const log = new EventLog(kernel)
  const server = new ApiServer(kernel, new Registry(kinds), store, [], { check: () => {} })
  const clientAs = (actor: string) => serverClient(server, actor)
  const process = (actor: string) => createProcess(kernel, hub, log, clientAs, { actor, latency: 20 })
  const client = clientAs('you')

  const loops = controllers.map((definition) => {
    const own = process(`controller:${definition.name}`)
    runController(own.context, definition)
    return own
  })
  const parts = components.map(({ name, run }) => {
    const own = process(`controller:${name}`)
    run(own.context, options)
    return own
  })
  const kubelets = { on: true, readyAfter: 500, silent: new Set<string>() }
  const kubelet = process('kubelets')
  runKubelets(kubelet, client, nodes, kubelets)

  const processes = [...loops, ...parts]
  for (const own of [...processes, kubelet]) own.start()
  for (const name of ['default', 'kube-node-lease'])
    client.create(draft({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
  for (const [i, name] of nodes.entries()) client.create(node(name, `zone-${i}`))
  return {
    kernel,
    client,
    processes,
    kubelets,
    run: (ms) => void kernel.advance(kernel.now + ms),
    events: (name) => {
      const events = client.listAny('Event') as unknown as { involvedObject: { name: string }; reason: string; message: string }[]
      return events
        .filter(({ involvedObject }) => involvedObject.name === name)
        .map(({ reason, message }) => `${reason}: ${message}`)
    },
  }
}

/** A manifest, as the API server takes it. */
export const draft = (object: object): Draft => object as Draft

const node = (name: string, zone: string): Draft =>
  draft({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: timestamp(0) }] },
  })

function runKubelets(own: Process, client: Client, nodes: readonly string[], state: ControlPlane['kubelets']): void {
  const { kernel, watch } = own.context
  let turn = 0
  let ip = 0
  kernel.part<readonly number[]>('fake', { save: () => [turn, ip], load: ([t = 0, i = 0]) => void ([turn, ip] = [t, i]) })
  watch('Pod', ({ type, object }) => {
    if (type === 'ADDED') kernel.schedule(10, 'fake-bind', object.metadata.uid, object)
    else if (type === 'MODIFIED' && object.metadata.deletionTimestamp)
      kernel.schedule(300, 'fake-stop', object.metadata.uid, object)
  })
  const current = (body: unknown) => {
    const { metadata } = body as KubeObject
    const pod = client.get('Pod', metadata.name, metadata.namespace)
    return pod?.metadata.uid === metadata.uid ? pod : undefined
  }
  kernel.on('fake-bind', (uid, body) => {
    const pod = current(body)
    if (!pod || !state.on || pod.spec.nodeName || pod.metadata.deletionTimestamp || nodes.length === 0) return
    client.bind(pod, nodes[turn++ % nodes.length]!)
    kernel.schedule(state.readyAfter, 'fake-run', uid, body)
  })
  kernel.on('fake-run', (_, body) => {
    const pod = current(body)
    if (!pod || pod.metadata.deletionTimestamp || !Number.isFinite(state.readyAfter) || state.silent.has(pod.spec.nodeName ?? ''))
      return
    const podIP = `10.244.${++ip >> 8}.${ip & 255}`
    const ready = { type: 'Ready', status: 'True' as const, lastTransitionTime: timestamp(kernel.now) }
    const conditions = [...(pod.status.conditions ?? []).filter((condition) => condition.type !== 'Ready'), ready]
    client.updateStatus<Pod>({ ...pod, status: { ...pod.status, phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions } })
  })
  kernel.on('fake-stop', (_, body) => {
    const pod = current(body)
    if (pod && !state.silent.has(pod.spec.nodeName ?? '')) client.delete('Pod', pod, { gracePeriodSeconds: 0 })
  })
  // Heartbeats, by lease.
  kernel.on('fake-lease', () => {
    for (const name of nodes) {
      if (state.silent.has(name) || !client.get('Node', name)) continue
      const renewTime = timestamp(kernel.now)
      const known = client.get('Lease', name, 'kube-node-lease')
      if (known) client.update({ ...known, spec: { ...known.spec, renewTime } })
      else {
        const metadata = { name, namespace: 'kube-node-lease' }
        client.create(
          draft({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: { holderIdentity: name, renewTime } }),
        )
      }
    }
    kernel.schedule(10_000, 'fake-lease', '')
  })
  kernel.schedule(1, 'fake-lease', '')
}
