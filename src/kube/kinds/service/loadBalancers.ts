import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { keyOf, splitKey } from '../../../api/meta'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { balancerIP, FIRST_BALANCER, LAST_BALANCER } from '../../../net/outsideWorld'
import type { Service, ServiceSpec } from './types'

/** What stands around the cluster. */
export interface CloudOptions {
  /** Does anybody give Services of type LoadBalancer an address? Default: yes. On bare metal nobody does. */
  readonly loadBalancers?: boolean
}

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup'
const TOPIC = 'service-controller'
/** Ms until a new balancer stands, until a changed one is changed, and until one is taken down. */
const MAKE_MS = 4_000
const CHANGE_MS = 1_000
const DROP_MS = 2_000
/** Ms for which changes of nodes are gathered. */
const NODES_MS = 1_000
const RETRY_MS = 5_000

/** A balancer of the cloud: it outlives the controller that asked for it. */
interface Balancer {
  readonly number: number
  /** The Service's key. */
  readonly key: string
  /** What it was asked to be. */
  readonly spec: unknown
  readonly state: 'making' | 'there' | 'dropping'
  /** When the cloud is done with what it was asked last, virtual ms. */
  readonly at: number
}

interface SavedBalancers {
  readonly balancers: SavedMap<string, Balancer>
  readonly numbers: SavedMap<number, string>
  readonly nodesDue: boolean
}

/** Gives Services of type LoadBalancer their addresses, as a cloud's controller manager does. Upstream: cloud-provider service controller. */
export function createLoadBalancers(context: ComponentContext, { loadBalancers = true }: CloudOptions = {}): void {
  if (!loadBalancers) return
  const { kernel, client } = context
  const record = context.recorder('service-controller')
  /** By the Service's uid. */
  const balancers = new CowMap<string, Balancer>()
  const numbers = new CowMap<number, string>()
  let nodesDue = false
  kernel.part<SavedBalancers>(TOPIC, {
    save: () => ({ balancers: balancers.save(), numbers: numbers.save(), nodesDue }),
    load(state) {
      balancers.load(state.balancers)
      numbers.load(state.numbers)
      nodesDue = state.nodesDue
    },
  })

  const take = (uid: string, asked: string | undefined): number | undefined => {
    for (let number = FIRST_BALANCER; number <= LAST_BALANCER; number++) {
      if (asked !== undefined && balancerIP(number) !== asked) continue
      if (numbers.has(number)) continue
      numbers.set(number, uid)
      return number
    }
    return undefined
  }
  const wait = (uid: string, balancer: Balancer, ms: number) => {
    balancers.set(uid, { ...balancer, at: kernel.now + ms })
    kernel.schedule(ms, TOPIC, balancer.key)
  }

  const ensure = (service: Service) => {
    const { uid, finalizers = [] } = service.metadata
    if (!finalizers.includes(FINALIZER)) {
      client.patch('Service', service, 'merge', { metadata: { finalizers: [...finalizers, FINALIZER] } }, 'status')
      return
    }
    const known = balancers.get(uid)
    const spec = askedOf(service.spec)
    if (!known || known.state === 'dropping') {
      const number = known?.number ?? take(uid, service.spec.loadBalancerIP)
      if (number === undefined) {
        record(
          service,
          'SyncLoadBalancerFailed',
          'Error syncing load balancer: failed to ensure load balancer: no free address',
          'Warning',
        )
        return
      }
      record(service, 'EnsuringLoadBalancer', 'Ensuring load balancer')
      wait(uid, { number, key: keyOf(service), spec, state: 'making', at: 0 }, MAKE_MS)
    } else if (kernel.now < known.at) return
    else if (!same(spec, known.spec)) {
      record(service, 'EnsuringLoadBalancer', 'Ensuring load balancer')
      wait(uid, { ...known, spec, state: 'making' }, CHANGE_MS)
    } else if (known.state === 'making') {
      const ingress = [{ ip: balancerIP(known.number), ipMode: 'VIP' as const }]
      if (!same(service.status.loadBalancer?.ingress, ingress)) {
        client.updateStatus<Service>({ ...service, status: { ...service.status, loadBalancer: { ingress } } })
      }
      balancers.set(uid, { ...known, state: 'there' })
      record(service, 'EnsuredLoadBalancer', 'Ensured load balancer')
    }
  }

  const drop = (service: Service) => {
    const { uid, finalizers = [] } = service.metadata
    if (!finalizers.includes(FINALIZER) && !balancers.has(uid)) return
    const known = balancers.get(uid)
    if (known && known.state !== 'dropping') {
      record(service, 'DeletingLoadBalancer', 'Deleting load balancer')
      wait(uid, { ...known, state: 'dropping' }, DROP_MS)
      return
    }
    if (known && kernel.now < known.at) return
    if (service.status.loadBalancer?.ingress?.length) {
      client.updateStatus<Service>({ ...service, status: { ...service.status, loadBalancer: {} } })
    }
    const rest = finalizers.filter((name) => name !== FINALIZER)
    client.patch('Service', service, 'merge', { metadata: { finalizers: rest.length ? rest : null } }, 'status')
    if (known) {
      balancers.delete(uid)
      numbers.delete(known.number)
    }
    record(service, 'DeletedLoadBalancer', 'Deleted load balancer')
  }

  const sync = (key: string) => {
    const { namespace, name } = splitKey(key)
    try {
      const service = client.get('Service', name, namespace)
      if (!service) return
      if (wanted(service)) ensure(service)
      else drop(service)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      kernel.schedule(RETRY_MS, TOPIC, key)
    }
  }

  kernel.on(TOPIC, (key) => {
    if (context.up) sync(key)
  })
  context.watch('Service', ({ type, object, old }) => {
    if (type === 'DELETED') {
      const left = balancers.get(object.metadata.uid)
      if (left) numbers.delete(left.number)
      balancers.delete(object.metadata.uid)
      return
    }
    if (old && old.spec.type !== object.spec.type && (old.spec.type === 'LoadBalancer' || wanted(object))) {
      record(object, 'Type', `${old.spec.type} -> ${object.spec.type}`)
    }
    if (wanted(object) || balancers.has(object.metadata.uid) || object.metadata.finalizers?.includes(FINALIZER)) {
      sync(keyOf(object))
    }
  })

  // Nodes are the balancers' hosts.
  kernel.on(`${TOPIC}:nodes`, () => {
    nodesDue = false
    if (!context.up) return
    for (const [, { key, state }] of [...balancers]) {
      if (state !== 'there') continue
      const { namespace, name } = splitKey(key)
      try {
        const service = client.get('Service', name, namespace)
        if (service) record(service, 'UpdatedLoadBalancer', 'Updated load balancer with new hosts')
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
    }
  })
  context.watch('Node', ({ type, old }) => {
    if ((old && type !== 'DELETED') || nodesDue || balancers.size === 0) return
    nodesDue = true
    kernel.schedule(NODES_MS, `${TOPIC}:nodes`, '')
  })
}

/** Services with a class of their own are some other controller's. */
const wanted = ({ spec, metadata }: Service) =>
  spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined

/** The part of the spec that the balancer is made from; upstream: needsUpdate. */
const askedOf = ({ ports, loadBalancerIP, loadBalancerSourceRanges, externalTrafficPolicy, sessionAffinity }: ServiceSpec) => ({
  ports,
  loadBalancerIP,
  loadBalancerSourceRanges,
  externalTrafficPolicy,
  sessionAffinity,
})
