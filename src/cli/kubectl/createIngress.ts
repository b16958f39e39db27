import type { Draft } from '../../api/meta'
import type { Ingress, IngressBackend, IngressPath, IngressRule } from '../../kube/kinds/ingress/api'
import { parseFlags } from './flags'
import { theName } from './named'
import { repeated } from './repeated'
import { kindNamed, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** host/path=service:port, then perhaps ,tls or ,tls=secret. */
const rulePattern = /^([^/]*)(\/[^=]*)?=([^:,]+):([^,:]+)(?:,tls(?:=([^,]*))?)?$/

/** `kubectl create ingress NAME --rule=HOST/PATH=SERVICE:PORT[,tls[=SECRET]]`. */
export function* createIngress(shell: Shell, words: readonly string[]): Running {
  const rules = repeated(words, 'rule', false)
  const annotations = repeated(rules.words, 'annotation')
  const { words: typed, flags } = parseFlags('create ingress', annotations.words, { class: 'text', 'default-backend': 'text' })
  const { name } = theName('create ingress', typed)
  const backend = flags.get('default-backend')
  if (!rules.values.length && backend === undefined) {
    throw new UsageError(
      'error: not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    )
  }
  const { list, tls } = rulesOf(rules.values)
  const className = flags.get('class')
  const notes = Object.fromEntries(annotations.values.map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
  const ingress: Draft<Ingress> = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace: flags.get('namespace') ?? shell.namespace,
      ...(annotations.values.length && { annotations: notes }),
    },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      ...(backend !== undefined && { defaultBackend: backendOf(backend) }),
      ...(list.length && { rules: list }),
      ...(tls.length && { tls }),
    },
  }
  shell.client.create<Ingress>(ingress)
  shell.out(`${titleOf(kindNamed(shell, 'ingresses'), name)} created`)
  return 0
}

function backendOf(text: string): IngressBackend {
  const [name = '', port, ...more] = text.split(':')
  if (!name || !port || more.length) throw new UsageError(`error: default-backend should be in format servicename:serviceport`)
  return { service: { name, port: portOf(port) } }
}

const portOf = (port: string) => (/^\d+$/.test(port) ? { number: Number(port) } : { name: port })

/** Rules of one host together, hosts with the same secret together, in the order in which they were typed. */
function rulesOf(texts: readonly string[]) {
  const paths = new Map<string, IngressPath[]>()
  const secrets = new Map<string, string[]>()
  for (const text of texts) {
    const [, host, path = '', service, port, secret] = rulePattern.exec(text) ?? []
    if (host === undefined || service === undefined || port === undefined) {
      throw new UsageError(`error: rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
    }
    const prefix = path.endsWith('*')
    const one: IngressPath = {
      path: prefix ? path.slice(0, -1) : path,
      pathType: prefix ? 'Prefix' : 'Exact',
      backend: { service: { name: service, port: portOf(port) } },
    }
    paths.set(host, [...(paths.get(host) ?? []), one])
    if (!/,tls(=|$)/.test(text)) continue
    const hosts = secrets.get(secret ?? '') ?? []
    if (!hosts.includes(host)) secrets.set(secret ?? '', [...hosts, host])
  }
  const list = [...paths].map(([host, all]): IngressRule => ({ ...(host && { host }), http: { paths: all } }))
  const tls = [...secrets].map(([secretName, hosts]) => ({ hosts, ...(secretName && { secretName }) }))
  return { list, tls }
}
