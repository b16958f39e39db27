import type { Client } from '../../api/client'
import { EPOCH_MS } from '../../api/time'
import { listens, type Outside } from '../../runtime/processState'
import { hostsText, nameClient, resolvConfText } from '../../net/resolvConf'
import type { ShellNet } from '../../runtime/shell/tools'
import type { Pod } from '../kinds/pod/api'
import type { Load } from './load'
import { serviceLinks } from './serviceLinks'
import { containerKey, type PodRecord, type Shared } from './shared'

/** What scripts in a pod find beyond their own container: Services by name, as the cluster's DNS and its routing would have it. */
export function outsideOf(
  shared: Shared,
  client: Client,
  load: Load,
  id: string,
  visit?: (pod: Pod, ip: string) => ShellNet | undefined,
): Outside {
  const record = shared.records.get(id.slice(0, id.indexOf('/')))
  const own = record?.pod.metadata.namespace ?? 'default'
  const net = record && visit?.(record.pod, record.ip)
  const reaches = (host: string, port: number): boolean => {
    const [name = '', namespace = own] = host.split('.')
    const service = client.get('Service', name, namespace)
    if (!service) return false
    const wanted = service.spec.ports?.find((each) => each.port === port)
    if (!wanted) return false
    for (const slice of client.owned('EndpointSlice', service)) {
      const target = slice.ports?.find((each) => (each.name ?? '') === (wanted.name ?? ''))?.port
      for (const endpoint of slice.endpoints ?? []) {
        if (target === undefined || endpoint.conditions?.ready === false || !endpoint.targetRef?.uid) continue
        if (load.serve(endpoint.targetRef.uid, target, 1).ok) return true
      }
    }
    return false
  }
  const files = shared.disks.accessOf(id)
  return {
    ...(files && { files }),
    fetch(url) {
      const [, host = '', port = '80'] = /^(?:https?:\/\/)?([^/:]+)(?::(\d+))?/.exec(url) ?? []
      return reaches(host, Number(port)) ? 200 : 0
    },
    connects: reaches,
    date: (at, format) => dateText(at, format),
    ...(net && { net }),
    ...(record && { file: (path) => nodeFile(record, path) }),
    ...(record && { links: () => serviceLinks(record.pod, client) }),
    ...(record && { beside: (port) => listensBeside(shared, record, id, port) }),
  }
}

/** Does another container of the pod listen at the port? */
const listensBeside = ({ engine, kernel }: Shared, { uid, pod: { spec } }: PodRecord, own: string, port: number): boolean =>
  [...spec.containers, ...(spec.initContainers ?? [])].some(({ name }) => {
    const id = containerKey(uid, name)
    const running = id === own ? undefined : engine.get(id)
    return running !== undefined && listens(running.spec, running.process, port, kernel.now)
  })

/** Files that the node makes for every container. */
function nodeFile({ pod, ip }: PodRecord, path: string): string | undefined {
  switch (path) {
    case '/etc/hosts':
      return hostsText({ ...pod, status: { ...pod.status, ...(ip && { podIP: ip }) } })
    case '/etc/resolv.conf':
      return resolvConfText(nameClient(pod))
    case '/etc/hostname':
      return `${pod.spec.hostname ?? pod.metadata.name}\n`
    case '/var/run/secrets/kubernetes.io/serviceaccount/namespace':
      return pod.spec.automountServiceAccountToken === false ? undefined : pod.metadata.namespace
    default:
      return undefined
  }
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** What `date` prints: `Thu Jan  1 00:00:07 UTC 2026`, or as the format says. */
export function dateText(at: number, format: string | undefined): string {
  const date = new Date(EPOCH_MS + at)
  const two = (value: number) => String(value).padStart(2, '0')
  const parts: Readonly<Record<string, string>> = {
    Y: String(date.getUTCFullYear()),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    s: String(Math.floor(date.getTime() / 1000)),
    T: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
    F: `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`,
    a: days[date.getUTCDay()]!,
    b: months[date.getUTCMonth()]!,
    Z: 'UTC',
  }
  if (format !== undefined) return format.replace(/%(\w)/g, (whole, letter: string) => parts[letter] ?? whole)
  return `${parts.a} ${parts.b} ${String(date.getUTCDate()).padStart(2)} ${parts.T} UTC ${parts.Y}`
}
