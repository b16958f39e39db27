import { ApiError } from '../api/errors'
import type { ApiServer } from '../api/server'
import { actorAs } from '../kube/auth/identities'
import type { Cluster } from './cluster'
import type { Acting, Command } from './command'
import { CommandError } from './commandError'
import { checkMachine } from './machineWish'
import { found, restart, setResting, undo } from './rollouts'
import { setImage, trigger } from './workloads'

export { CommandError }

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>
type Executors = { readonly [T in Command['type']]: (cluster: Cluster, command: Of<T>) => void }

/** Words for the trace and the timeline, after the name of the command: to what, and how much. */
export function describe(command: Command): string {
  switch (command.type) {
    case 'apply':
      return command.file
    case 'delete':
      return `${command.kind} ${command.name}`
    case 'scale':
      return `${command.name} → ${command.replicas}`
    case 'kill-container':
      return `${command.pod}/${command.container}`
    case 'kill-pod':
    case 'evict':
      return command.pod
    case 'restart':
    case 'undo':
    case 'pause':
    case 'resume':
    case 'suspend':
    case 'patch':
    case 'trigger':
      return command.name
    case 'set-image':
      return `${command.name} → ${command.image}`
    case 'stop':
    case 'start':
      return command.part
    case 'registry':
      return `×${command.speed}`
    case 'image':
      return command.image
    case 'traffic':
      return `${command.ingress ? command.ingress.host + (command.ingress.path ?? '/') : command.service} ${command.rate}/s`
    case 'add-node':
      return command.name ?? ''
    case 'add-pool':
    case 'set-pool':
      return command.name
    default:
      return command.node
  }
}

const ref = (name: string, namespace = '') => ({ metadata: { name, ...(namespace && { namespace }) } })

/** Who does it: you, or whom you act as. */
const actorOf = ({ as, asGroups }: Acting): string => (as ? actorAs(as, asGroups) : 'you')

const executors: Executors = {
  apply: (cluster, command) => cluster.apply(command.file, command.text, actorOf(command)),
  delete: ({ server }, { kind, namespace, name, force, ...acting }) =>
    void server.delete(actorOf(acting), kind, ref(name, namespace), {
      propagationPolicy: 'Background',
      ...(force && { gracePeriodSeconds: 0 }),
    }),
  scale: ({ server }, { kind, namespace, name, replicas, ...acting }) =>
    // As kubectl does, which patches the scale: RBAC tells that from an update.
    void server.patch(actorOf(acting), kind, ref(name, namespace), 'merge', { spec: { replicas } }, 'scale'),
  'kill-pod': ({ server }, { namespace, pod, ...acting }) => void server.delete(actorOf(acting), 'Pod', ref(pod, namespace)),
  'kill-container': (cluster, { namespace, pod, container }) => {
    if (!cluster.killContainer(namespace, pod, container))
      throw new CommandError(`no running container ${container} in pod ${pod}`)
  },
  'power-off': (cluster, { node }) => cluster.powerOff(known(cluster, node)),
  'power-on': (cluster, { node }) => cluster.powerOn(known(cluster, node)),
  cut: (cluster, { node }) => cluster.cut(known(cluster, node)),
  mend: (cluster, { node }) => cluster.mend(known(cluster, node)),
  cordon: (cluster, { node, ...acting }) => setUnschedulable(cluster.server, actorOf(acting), known(cluster, node), true),
  uncordon(cluster, { node, ...acting }) {
    setUnschedulable(cluster.server, actorOf(acting), known(cluster, node), null)
    cluster.drains.stop(node)
  },
  drain: (cluster, { node, force, ...acting }) => cluster.drains.start(known(cluster, node), actorOf(acting), force),
  evict: ({ server }, { namespace, pod, ...acting }) => server.evict(actorOf(acting), ref(pod, namespace)),
  restart: ({ server }, command) => restart(server, actorOf(command), command),
  undo: ({ server }, command) => undo(server, actorOf(command), command, command.revision),
  pause: ({ server }, command) => setResting(server, actorOf(command), command, 'pause'),
  resume: ({ server }, command) => setResting(server, actorOf(command), command, 'resume'),
  suspend: ({ server }, command) => setResting(server, actorOf(command), command, 'suspend'),
  trigger: ({ server }, { namespace, name, job, ...acting }) => trigger(server, actorOf(acting), namespace, name, job),
  'set-image': ({ server }, command) => setImage(server, actorOf(command), command, command.container, command.image),
  patch: ({ server }, command) => {
    const object = found(server, actorOf(command), command)
    server.patch(actorOf(command), command.kind, object, command.patchType ?? 'merge', command.patch)
  },
  stop: (cluster, { part }) => cluster.stop(part),
  start: (cluster, { part }) => cluster.start(part),
  registry: (cluster, { speed }) => {
    if (!(speed >= 0) || !Number.isFinite(speed)) throw new CommandError(`speed must be a number of 0 or more, not ${speed}`)
    cluster.setRegistry(speed)
  },
  image: (cluster, { image, known: exists }) => cluster.setImage(image, exists),
  'add-node': (cluster, command) => {
    const taken = command.name !== undefined && cluster.hasMachine(command.name)
    if (taken) throw new CommandError(`there is a node ${command.name} already`)
    checkMachine(command)
    cluster.addNode(command)
  },
  'remove-node': (cluster, { node }) => cluster.removeNode(known(cluster, node)),
  'add-pool': ({ pools }, { type: _, ...spec }) => {
    if (!/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/.test(spec.name)) throw new CommandError(`not a name for a pool: ${spec.name}`)
    if (pools.has(spec.name)) throw new CommandError(`there is a pool ${spec.name} already`)
    checkBounds(spec.min ?? 0, spec.max ?? 5)
    const { name: _name, ...machine } = spec
    checkMachine(machine)
    pools.add(spec)
  },
  'set-pool': ({ pools }, { type: _, name, ...change }) => {
    const pool = pools.groups.find((each) => each.name === name)
    if (!pool) throw new CommandError(`there is no pool ${name}`)
    checkBounds(change.min ?? pool.min, change.max ?? pool.max)
    pools.set(name, change)
  },
  traffic: (cluster, { namespace, service, rate, port, from, ingress }) => {
    if (!(rate >= 0) || rate > 100_000) throw new CommandError(`rate must be from 0 to 100000 requests per second, not ${rate}`)
    const more = { ...(port !== undefined && { port }), ...(from && { from }), ...(ingress && { ingress }) }
    cluster.setTraffic(namespace, service, rate, more)
  },
}

/**
 * Carries out a command at the present moment; whatever follows from it is caused by its trace record.
 * Throws ApiError or CommandError when it is refused as a whole.
 */
export function execute(cluster: Cluster, command: Command): void {
  const verb = FAULTS.has(command.type) ? 'fault' : 'command'
  const cause = cluster.kernel.record(verb, 'you', 'apiserver', '', command.type, describe(command))
  const carryOut = executors[command.type] as ((cluster: Cluster, command: Command) => void) | undefined
  if (!carryOut) throw new CommandError(`there is no command ${String(command.type)}`)
  cluster.kernel.because(cause, () => {
    try {
      carryOut(cluster, command)
    } catch (error) {
      // Whoever tries something under another name wants to see whether it is refused: that is kept in the refusals, and replays.
      if (!(error instanceof ApiError && 'as' in command && command.as)) throw error
    }
  })
}

const FAULTS = new Set<Command['type']>([
  'kill-container',
  'power-off',
  'power-on',
  'cut',
  'mend',
  'stop',
  'start',
  'registry',
  'image',
])

/** The most machines of one pool. */
const LARGEST_POOL = 1_000

function checkBounds(min: number, max: number): void {
  const fit = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max && max <= LARGEST_POOL
  if (!fit) throw new CommandError(`a pool has from 0 to ${LARGEST_POOL} machines, at least min and at most max`)
}

function known(cluster: Cluster, node: string): string {
  if (!cluster.hasMachine(node)) throw new CommandError(`there is no node ${node}`)
  return node
}

function setUnschedulable(server: ApiServer, actor: string, node: string, unschedulable: true | null): void {
  server.patch(actor, 'Node', ref(node), 'strategic', { spec: { unschedulable } })
}
