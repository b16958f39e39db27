import type { KindDefinition } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import { parseQuantity, roundUpQuantity, type Quantity } from '../../api/quantity'
import type { Service } from '../kinds/service/api'
import type { ScopeRequirement } from '../kinds/resourcequota/api'
import { amount, ONE } from './amounts'
import { countName, type Evaluator } from './evaluator'

const silent = { missing: () => '' }

/** Services: how many, and the node ports and load balancers among them. Rule: the service evaluator. */
export const serviceEvaluator: Evaluator = {
  ...silent,
  updates: true,
  usage(object) {
    const { spec } = object as Service
    const ports = spec.ports ?? []
    const usage = new Map<string, Quantity>([
      ['count/services', ONE],
      ['services', ONE],
      ['services.loadbalancers', amount(0)],
      ['services.nodeports', amount(0)],
    ])
    if (spec.type === 'NodePort') usage.set('services.nodeports', amount(ports.length))
    if (spec.type === 'LoadBalancer') {
      const given = spec.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort) : ports
      usage.set('services.nodeports', amount(given.length)).set('services.loadbalancers', ONE)
    }
    return usage
  },
  concerns: (resource) => ['services', 'services.nodeports', 'services.loadbalancers', 'count/services'].includes(resource),
  matches: () => false,
}

interface Claim extends KubeObject {
  readonly spec: {
    readonly storageClassName?: string
    readonly volumeAttributesClassName?: string
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> }
  }
  readonly status?: { readonly allocatedResources?: Readonly<Record<string, string>> }
}

const CLASS = '.storageclass.storage.k8s.io/'
const CLAIMS = 'persistentvolumeclaims'
const STORAGE = 'requests.storage'

/** Claims: how many and how much, also by storage class. Rule: the claim evaluator. */
export const claimEvaluator: Evaluator = {
  ...silent,
  updates: true,
  usage(object) {
    const claim = object as Claim
    const ofClass = classOf(claim)
    const usage = new Map<string, Quantity>([
      [`count/${CLAIMS}`, ONE],
      [CLAIMS, ONE],
    ])
    if (ofClass) usage.set(`${ofClass}${CLASS}${CLAIMS}`, ONE)
    const storage = claim.spec.resources?.requests?.['storage']
    if (storage !== undefined) {
      const size = roundUpQuantity(parseQuantity(storage), 0).quantity
      usage.set(STORAGE, size)
      if (ofClass) usage.set(`${ofClass}${CLASS}${STORAGE}`, size)
    }
    return usage
  },
  concerns: (resource) =>
    [CLAIMS, STORAGE, `count/${CLAIMS}`].includes(resource) ||
    resource.endsWith(CLASS + CLAIMS) ||
    resource.endsWith(CLASS + STORAGE),
  matches: ({ scopeName, operator, values = [] }: ScopeRequirement, object) => {
    const name = (object as Claim).spec.volumeAttributesClassName
    if (scopeName !== 'VolumeAttributesClass') return false
    if (operator === 'Exists') return Boolean(name)
    if (operator === 'DoesNotExist') return !name
    return operator === 'In' ? Boolean(name) && values.includes(name!) : !name || !values.includes(name)
  },
}

const classOf = ({ metadata, spec }: Claim) =>
  metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? ''

/** Names by which some kinds were counted before `count/` was. */
const ALIASES: ReadonlySet<string> = new Set(['replicationcontrollers', 'secrets', 'configmaps', 'resourcequotas'])

/** Any other kind: how many. Rule: the object count evaluator. */
export function countEvaluator(kind: KindDefinition): Evaluator {
  const names = [countName(kind), ...(kind.group === '' && ALIASES.has(kind.plural) ? [kind.plural] : [])]
  const usage = new Map(names.map((name) => [name, ONE]))
  return {
    ...silent,
    updates: false,
    usage: () => usage,
    concerns: (resource) => names.includes(resource),
    matches: () => false,
  }
}
