import type { Draft } from '../../api/meta'
import type { Service, ServicePort, ServiceType } from '../../kube/kinds/service/api'
import { integer, parseFlags } from './flags'
import { theName } from './named'
import { repeated } from './repeated'
import { kindNamed, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

const types: Readonly<Record<string, ServiceType>> = {
  clusterip: 'ClusterIP',
  nodeport: 'NodePort',
  loadbalancer: 'LoadBalancer',
  externalname: 'ExternalName',
}

/** `kubectl create service clusterip NAME --tcp=PORT[:TARGET]`, and its three sisters. */
export function* createService(shell: Shell, words: readonly string[]): Running {
  const { values: ports, words: others } = repeated(words, 'tcp')
  const { words: typed, flags } = parseFlags('create service', others, {
    clusterip: 'text',
    'external-name': 'text',
    'node-port': 'text',
  })
  const [word = '', ...rest] = typed
  const type = Object.hasOwn(types, word) ? types[word]! : undefined
  if (!type) throw new UsageError(`error: unknown command ${JSON.stringify(word)} for "kubectl create service"`)
  const { name } = theName(`create service ${word}`, rest)
  const external = flags.get('external-name')
  if (type === 'ExternalName' && external === undefined) throw new UsageError('error: required flag(s) "external-name" not set')
  const clusterIP = flags.get('clusterip')
  if (!ports.length && type !== 'ExternalName' && clusterIP !== 'None') {
    throw new UsageError('error: at least one tcp port specifier must be provided')
  }
  const nodePort = integer(flags, 'node-port')
  const labels = { app: name }
  const service: Draft<Service> = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: flags.get('namespace') ?? shell.namespace, labels },
    spec: {
      type,
      selector: labels,
      ...(ports.length && { ports: ports.map((port) => portOf(port, nodePort)) }),
      ...(clusterIP !== undefined && { clusterIP }),
      ...(external !== undefined && { externalName: external }),
    },
  }
  shell.client.create<Service>(service)
  shell.out(`${titleOf(kindNamed(shell, 'services'), name)} created`)
  return 0
}

/** `80`, `80:8080`, `80:http`. */
function portOf(text: string, nodePort: number | undefined): ServicePort {
  const [first = '', second] = text.split(':')
  const number = (word: string) => {
    if (!/^\d+$/.test(word)) throw new UsageError(`error: invalid port format: ${text}`)
    return Number(word)
  }
  const port = number(first)
  const targetPort = second === undefined ? port : /^\d+$/.test(second) ? Number(second) : second
  return { name: text.replace(':', '-'), port, protocol: 'TCP', targetPort, ...(nodePort && { nodePort }) }
}
