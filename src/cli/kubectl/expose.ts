import type { Draft, KubeObject, LabelSelector } from '../../api/meta'
import type { Service, ServicePort, ServiceType } from '../../kube/kinds/service/api'
import { integer, parseFlags } from './flags'
import { podSpecOf } from './podSpec'
import { kindNamed, objects, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** The kinds that can be exposed. */
const exposable = new Set(['Pod', 'ReplicationController', 'Service', 'Deployment', 'ReplicaSet'])
const noSelector = "error: couldn't retrieve selectors via --selector flag or introspection: "

/** `kubectl expose TYPE NAME [--port=PORT] [--target-port=PORT] [--type=TYPE]`. */
export function* expose(shell: Shell, words: readonly string[]): Running {
  const { words: typed, flags } = parseFlags('expose', words, {
    port: 'text',
    'target-port': 'text',
    name: 'text',
    type: 'text',
    protocol: 'text',
    selector: 'text',
    labels: 'text',
    'cluster-ip': 'text',
    'external-ip': 'text',
    'load-balancer-ip': 'text',
    'session-affinity': 'text',
  })
  const namespace = flags.get('namespace') ?? shell.namespace
  const asked = flags.get('selector')
  for (const { kind, object } of objects(shell, typed, namespace, new Map())) {
    if (!exposable.has(kind.kind))
      throw new UsageError(`error: cannot expose a ${kind.kind}${kind.group ? `.${kind.group}` : ''}`)
    const selector = asked === undefined ? selectorOf(object) : pairs(asked)
    const name = flags.get('name') ?? object.metadata.name
    const text = flags.get('labels')
    const labels = text === undefined ? object.metadata.labels : pairs(text)
    const external = flags.get('external-ip')
    const affinity = flags.get('session-affinity') as 'None' | 'ClientIP' | undefined
    const clusterIP = flags.get('cluster-ip')
    const balancer = flags.get('load-balancer-ip')
    const type = flags.get('type') as ServiceType | undefined
    const service: Draft<Service> = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, ...(labels && { labels }) },
      spec: {
        selector,
        ports: portsOf(object, flags),
        ...(type && { type }),
        ...(clusterIP !== undefined && { clusterIP }),
        ...(external !== undefined && { externalIPs: [external] }),
        ...(affinity !== undefined && { sessionAffinity: affinity }),
        ...(balancer !== undefined && { loadBalancerIP: balancer }),
      },
    }
    shell.client.create<Service>(service)
    shell.out(`${titleOf(kindNamed(shell, 'services'), name)} exposed`)
  }
  return 0
}

const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

interface Selecting extends KubeObject {
  readonly spec: { readonly selector?: Readonly<Record<string, string>> | LabelSelector; readonly ports?: readonly ServicePort[] }
}

/** Upstream: MapBasedSelectorForObject. */
function selectorOf(object: KubeObject): Readonly<Record<string, string>> {
  const { selector } = (object as Selecting).spec
  if (object.kind === 'Pod') {
    if (!object.metadata.labels) throw new UsageError(`${noSelector}the pod has no labels and cannot be exposed`)
    return object.metadata.labels
  }
  if (!selector) throw new UsageError(`${noSelector}the ${object.kind.toLowerCase()} has no pod selector set`)
  if (object.kind === 'Service' || object.kind === 'ReplicationController') return selector as Readonly<Record<string, string>>
  const { matchLabels, matchExpressions = [] } = selector as LabelSelector
  if (matchExpressions.length)
    throw new UsageError(`${noSelector}couldn't convert expressions - "${matchExpressions.length}" to map-based selector format`)
  if (!matchLabels) throw new UsageError(`${noSelector}the ${object.kind.toLowerCase()} has no pod selector set`)
  return matchLabels
}

function portsOf(object: KubeObject, flags: ReadonlyMap<string, string>): ServicePort[] {
  const protocolFlag = flags.get('protocol') as ServicePort['protocol']
  const target = flags.get('target-port')
  const targetPort = target === undefined ? undefined : /^\d+$/.test(target) ? Number(target) : target
  const asked = integer(flags, 'port')
  const found =
    asked === undefined
      ? declared(object)
      : [{ port: asked, protocol: declared(object).find(({ port }) => port === asked)?.protocol ?? 'TCP' }]
  if (!found.length) {
    throw new UsageError(
      "error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples",
    )
  }
  return found.map(({ port, protocol = 'TCP' }, i) => ({
    ...(found.length > 1 && { name: `port-${i + 1}` }),
    port,
    protocol: protocolFlag ?? protocol,
    targetPort: targetPort ?? port,
  }))
}

interface Declared {
  readonly port: number
  readonly protocol?: ServicePort['protocol']
}

interface WithPorts {
  readonly ports?: readonly { readonly containerPort: number; readonly protocol?: ServicePort['protocol'] }[]
}

/** The ports that the object itself names. */
function declared(object: KubeObject): readonly Declared[] {
  if (object.kind === 'Service') return (object as Selecting).spec.ports ?? []
  return (podSpecOf(object)?.spec.containers ?? []).flatMap((container) =>
    ((container as WithPorts).ports ?? []).map(({ containerPort, protocol }) => ({
      port: containerPort,
      ...(protocol && { protocol }),
    })),
  )
}
