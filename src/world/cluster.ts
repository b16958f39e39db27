import { Registry } from '../api/registry'
import { ApiServer } from '../api/server'
import { serverClient } from '../api/serverClient'
import { Store } from '../api/store'
import type { ComponentOptions } from '../control/component'
import { runController } from '../control/manager'
import { createProcess, type Process } from '../control/plane'
import { EventLog } from '../control/recorder'
import { WatchHub } from '../control/watchHub'
import type { Kernel } from '../kernel/kernel'
import { liveChart } from '../machine/chart'
import { admissionSteps } from '../kube/admission/steps'
import { createAuthorization } from '../kube/auth/authorizer'
import { componentStatuses } from '../kube/kinds/componentstatus/api'
import { followRollouts } from '../kube/kinds/deployment/rollouts'
import type { PodVolume } from '../kube/kubelet/disks'
import { createKubelets, type Kubelets } from '../kube/kubelet/kubelets'
import {
  createClusterAutoscaler,
  type ClusterAutoscaler,
  type ClusterAutoscalerOptions,
} from '../kube/autoscaler/clusterAutoscaler'
import { createCustomMetrics } from '../kube/metrics/customMetrics'
import { createResourceMetrics } from '../kube/metrics/resourceMetrics'
import { createControlPlane, unreachable, type ControlPlane } from '../kube/plane/controlPlane'
import { createScheduler } from '../kube/scheduler/scheduler'
import { createAddresses } from '../net/addresses'
import { createTraffic, type Traffic } from '../net/traffic'
import { visitor } from '../net/visit'
import { applyFile, type ApplyResult } from './apply'
import { bootstrap } from './bootstrap'
import type { StandardClass } from './bootstrapStorage'
import type { Command, ControlPlanePart } from './command'
import { Drains } from './drain'
import { keepServiceIPs } from './serviceIPs'
import { keepEventsFresh } from './eventTtl'
import { components, controllers, kinds } from './kinds'
import { Machines, type MachineSpec } from './machines'
import { Pools } from './pools'
import { View } from './view/view'

export interface ClusterOptions extends ComponentOptions {
  /** How many worker nodes to begin with, or what each of them is. */
  readonly nodes: number | readonly MachineSpec[]
  readonly clusterAutoscaler?: Partial<ClusterAutoscalerOptions>
  /** What the default StorageClass is; network disks unless said otherwise. */
  readonly standardClass?: StandardClass
}

/** Ms by which the parts of the control plane hear of a write, and by which the kubelets do. */
const PLANE_LATENCY = 20
const KUBELET_LATENCY = 30

/** Traffic is counted in rounds of this many virtual ms. */
const TRAFFIC_MS = 250

/** A whole cluster: the control plane, the nodes, and what can be done to them. */
export interface Cluster {
  readonly kernel: Kernel
  readonly server: ApiServer
  readonly store: Store
  readonly view: View
  apply(file: string, text: string, actor?: string): ApplyResult
  killContainer(namespace: string, pod: string, container: string): boolean
  /** The volumes of a pod, by its uid: claims, classes, and what is in them. */
  volumesOf(uid: string): readonly PodVolume[]
  /** Runs a command in a container; undefined when it does not run. */
  exec: Kubelets['exec']
  /** Lines of a container; undefined when there is no such container. */
  logs: Kubelets['logs']
  powerOff(node: string): void
  powerOn(node: string): void
  cut(node: string): void
  mend(node: string): void
  stop(part: ControlPlanePart): void
  start(part: ControlPlanePart): void
  setRegistry(speed: number): void
  setImage(image: string, known: boolean): void
  hasMachine(node: string): boolean
  addNode(spec: Extract<Command, { readonly type: 'add-node' }>): void
  removeNode(node: string): void
  /** Machines by the dozen, and who decides how many. */
  readonly pools: Pools
  readonly autoscaler: ClusterAutoscaler
  /** Nodes that are being emptied. */
  readonly drains: Drains
  /** The network as the nodes know it, and who asks whom. */
  readonly traffic: Traffic
  setTraffic(namespace: string, service: string, rate: number, more?: Parameters<Traffic['set']>[3]): void
}

/** Builds a cluster on a kernel, boots its control plane and its nodes. */
export function createCluster(kernel: Kernel, options: ClusterOptions): Cluster {
  const store = new Store(kernel)
  const hub = new WatchHub(kernel, store)
  const events = new EventLog(kernel)
  const machines = new Machines(kernel)
  const addresses = createAddresses(kernel)
  const plane: ControlPlane = createControlPlane(kernel, hub, {
    scheduler: () => [schedulerProcess],
    'controller-manager': () => [...loops, ...parts].map((loop) => loop.process),
  })
  const check = (actor: string) => {
    plane.check()
    if (actor.startsWith('kubelet:') && !machines.reaches(actor.slice('kubelet:'.length))) {
      throw unreachable('dial tcp 10.0.0.2:6443: connect: no route to host')
    }
  }
  const authorization = createAuthorization(kernel, store)
  const server = new ApiServer(kernel, new Registry(kinds), store, admissionSteps(addresses), { check }, authorization)
  server.virtual.set('ComponentStatus', () => componentStatuses((part) => plane.up(part)))
  const clientAs = (actor: string) => serverClient(server, actor)
  const process = (actor: string, latency: number): Process => createProcess(kernel, hub, events, clientAs, { actor, latency })

  const loops = controllers.map((definition) => {
    const own = process(`controller:${definition.name}`, PLANE_LATENCY)
    runController(own.context, definition)
    return { process: own, name: definition.name, title: definition.title, rank: definition.rank ?? 100 }
  })
  const parts = components.map(({ name, title, rank, run }) => {
    const own = process(`controller:${name}`, PLANE_LATENCY)
    run(own.context, options)
    return { process: own, name, title, rank }
  })
  const schedulerProcess = process('scheduler', PLANE_LATENCY)
  const scheduler = createScheduler(schedulerProcess.context)
  const kubeletProcess = process('kubelets', KUBELET_LATENCY)
  const visits = kernel.random('visits')
  const kubelets: Kubelets = createKubelets(kubeletProcess.context, {
    machines,
    addresses,
    visit: (pod, ip) => visitor(traffic.network, pod, ip, visits),
    ...(options.metricsWindowMs && { metricsWindowMs: options.metricsWindowMs }),
  })
  const proxyProcess = process('kube-proxy', KUBELET_LATENCY)
  const traffic = createTraffic(proxyProcess.context, { ...kubelets, connected: (node) => machines.reaches(node) })
  const metrics = createResourceMetrics(store, kubelets)
  const measured = createCustomMetrics(store, traffic, () => kernel.now)
  server.virtual.set('PodMetrics', metrics.pods)
  server.virtual.set('NodeMetrics', metrics.nodes)
  server.virtual.set('MetricValue', measured.values)
  server.virtual.set('ExternalMetricValue', measured.external)
  const takeAway = (node: string, actor: string) => {
    if (store.get('Node', node)) server.delete(actor, 'Node', { metadata: { name: node } })
    kubelets.removeNode(node)
    machines.remove(node)
  }
  const pools = new Pools(kernel, {
    start: (machine) => kubelets.addNode(machines.add(machine)),
    stop: (node) => takeAway(node, 'you'),
  })
  const scalerProcess = process('controller:cluster-autoscaler', PLANE_LATENCY)
  const autoscaler = createClusterAutoscaler(scalerProcess.context, pools, options.clusterAutoscaler)
  const observer = process('observer', PLANE_LATENCY)
  const rollouts = followRollouts(observer.context)
  keepEventsFresh(kernel, store, events)
  keepServiceIPs(server)

  /** Which of these nodes nobody needs, and for how many whole minutes. */
  const idle = (nodes: readonly string[]) =>
    nodes.flatMap((name) => {
      const since = autoscaler.unneededSince(name)
      return since === undefined ? [] : [{ name, minutes: Math.floor((kernel.now - since) / 60_000) }]
    })
  const drains = new Drains(kernel, server, (node) => view.touchNode(node))
  const view: View = new View({
    kernel,
    store,
    loops: [...loops, ...parts].map(({ name, title, rank }) => ({ name, title, rank })).sort((a, b) => a.rank - b.rank),
    up: (part) => plane.up(part),
    spanOf: (pod) => kubelets.spanOf(pod),
    probesOf: (uid, container) => kubelets.probesOf(uid, container),
    nodeFacts: (node) => ({ ...machines.facts(node), cpuUsed: kubelets.cpuUsed(node), draining: drains.of(node) }),
    scheduling: () => scheduler.view(),
    registrySpeed: () => kubelets.registrySpeed(),
    verdictsOf: (uid) => scheduler.verdictsOf(uid),
    hasTraffic: () => traffic.flowing,
    trafficTo: (uid) => traffic.statsOf(uid),
    trafficDirect: (uid) => traffic.directTo(uid),
    calls: () => traffic.callers(),
    trafficThrough: (uid) => traffic.through(uid),
    trafficMark: () => (traffic.flowing ? Math.floor(kernel.now / TRAFFIC_MS) : -1),
    blockedFlows: () => traffic.blocked(),
    flows: () => traffic.flows(),
    filesIn: (volume, node) => kubelets.contentsOf(volume, node),
    filesMark: () => kubelets.filesMark(),
    refusals: () => server.refusals.recent,
    pools: () =>
      pools.groups.map(({ name, min, max, size, elastic, price, nodes, template: { cpu, memory, zone } }) => {
        const arrivals = pools.arrivalsOf(name).map(({ name: node, from, until }) => ({ name: node, span: { from, until } }))
        const sizes = { nodes, min, max, size, joining: arrivals.length, arrivals }
        return { name, ...sizes, unneeded: idle(nodes), machine: { cpu, memory, zone }, elastic, price, cost: pools.costOf(name) }
      }),
    poolsMark: () =>
      pools.groups
        .map(
          ({ name, size, nodes, joining, min, max, price }) =>
            `${name} ${size} ${joining.join()} ${min} ${max} ${price} ${pools.costOf(name).toFixed(2)} ${JSON.stringify(idle(nodes))}`,
        )
        .join(),
    chartsOf(kind, uid, name) {
      const rollout = liveChart(rollouts, uid, name)
      return rollout ? [rollout] : kubelets.chartsOf(kind, uid, name)
    },
    partChart: (part) => plane.chartOf(part),
    logsOf: (pod) => kubelets.logsOf(pod),
  })

  plane.boot()
  for (const own of [kubeletProcess, proxyProcess, scalerProcess, observer]) own.start()
  bootstrap(server, options.standardClass)
  const specs = typeof options.nodes === 'number' ? Array.from({ length: options.nodes }, () => ({})) : options.nodes
  for (const spec of specs) kubelets.addNode(machines.add(spec))

  return {
    kernel,
    server,
    store,
    view,
    apply(file, text, actor) {
      const result = applyFile(server, file, text, actor)
      view.fileApplied(file, { text, ...result })
      return result
    },
    killContainer: (namespace, pod, container) => kubelets.killContainer(namespace, pod, container),
    volumesOf: (uid) => kubelets.volumesOf(uid),
    exec: (namespace, pod, container, argv) => kubelets.exec(namespace, pod, container, argv),
    logs: (namespace, pod, container, previous) => kubelets.logs(namespace, pod, container, previous),
    powerOff(node) {
      machines.setPower(node, false)
      kubelets.powerOff(node)
      view.touchNode(node)
    },
    powerOn(node) {
      machines.setPower(node, true)
      kubelets.powerOn(node)
      view.touchNode(node)
    },
    cut(node) {
      machines.setConnected(node, false)
      kubelets.cut(node)
      view.touchNode(node)
    },
    mend(node) {
      machines.setConnected(node, true)
      kubelets.mend(node)
      view.touchNode(node)
    },
    stop: (part) => plane.stop(part),
    start: (part) => plane.start(part),
    setRegistry(speed) {
      kubelets.setRegistrySpeed(speed)
      view.touchStartingPods()
    },
    setImage: (image, known) => kubelets.setImageKnown(image, known),
    hasMachine: (node) => machines.has(node),
    addNode: (spec) => kubelets.addNode(machines.add(spec)),
    removeNode(node) {
      pools.forget(node)
      takeAway(node, 'you')
    },
    pools,
    autoscaler,
    drains,
    traffic,
    setTraffic: (namespace, service, rate, more) => traffic.set(namespace, service, rate, more),
  }
}
