import type { Container, Probe } from '../kinds/pod/api'
import { containersOf, containersText, namesWhere, quoteAll, setters, sorted, type Check, type Finding } from './check'

const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])
const SYSCTLS_OF_0 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
]
const SYSCTLS_OF_27 = [...SYSCTLS_OF_0, 'net.ipv4.ip_local_reserved_ports']
const SYSCTLS_OF_29 = [
  ...SYSCTLS_OF_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]
const SYSCTLS_OF_32 = [...SYSCTLS_OF_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']
const SELINUX_TYPES: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t']
const SELINUX_OF_31: readonly string[] = [...SELINUX_TYPES, 'container_engine_t']
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/'

const found = (reason: string, detail: string): Finding => ({ reason, detail })

const sysctls =
  (allowed: readonly string[]) =>
  ({ spec }: { readonly spec: { readonly securityContext?: { readonly sysctls?: readonly { readonly name: string }[] } } }) => {
    const bad = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !allowed.includes(name))
    return bad.length ? found('forbidden sysctls', bad.join(', ')) : undefined
  }

/** The controls of the baseline level; facts: the Pod Security Standards and their admission plugin. */
export const baseline: readonly Check[] = [
  {
    id: 'appArmorProfile',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec, annotations }) => {
          const bad = ({ type }: { readonly type?: string } = {}) =>
            type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost'
          const names = namesWhere(spec, ({ securityContext }) => bad(securityContext?.appArmorProfile))
          const pod = bad(spec.securityContext?.appArmorProfile)
          const all = [spec.securityContext, ...containersOf(spec).map((one) => one.securityContext)]
          const types = sorted(all.flatMap((one) => (bad(one?.appArmorProfile) ? [one!.appArmorProfile!.type] : [])))
          const noted = Object.entries(annotations)
            .filter(
              ([key, value]) =>
                key.startsWith(APPARMOR) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'),
            )
            .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
            .sort()
          const details = [
            ...(types.length ? [`${setters(pod, names)} must not set AppArmor profile type to ${quoteAll(types)}`] : []),
            ...(noted.length ? [`annotation${noted.length > 1 ? 's' : ''} ${noted.join(', ')}`] : []),
          ]
          if (!details.length) return undefined
          const several = types.length + noted.length > 1
          return found(`forbidden AppArmor profile${several ? 's' : ''}`, details.join(' and '))
        },
      ],
    ],
  },
  {
    id: 'capabilities_baseline',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const bad = ({ securityContext }: Container) =>
            (securityContext?.capabilities?.add ?? []).filter((name) => !DEFAULT_CAPABILITIES.has(name))
          const names = namesWhere(spec, (container) => bad(container).length > 0)
          const added = quoteAll(sorted(containersOf(spec).flatMap(bad)))
          if (!names.length) return undefined
          return found(
            'non-default capabilities',
            `${containersText(names)} must not include ${added} in securityContext.capabilities.add`,
          )
        },
      ],
    ],
  },
  {
    id: 'hostNamespaces',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field])
          return set.length ? found('host namespaces', set.map((field) => `${field}=true`).join(', ')) : undefined
        },
      ],
    ],
  },
  {
    id: 'hostPathVolumes',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name)
          return names.length ? found('hostPath volumes', `volume${names.length > 1 ? 's' : ''} ${quoteAll(names)}`) : undefined
        },
      ],
    ],
  },
  {
    id: 'hostPorts',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const ports = ({ ports: list = [] }: Container) => list.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []))
          const names = namesWhere(spec, (container) => ports(container).length > 0)
          const all = sorted(containersOf(spec).flatMap(ports))
          if (!names.length) return undefined
          const verb = names.length > 1 ? 'use' : 'uses'
          return found('hostPort', `${containersText(names)} ${verb} hostPort${all.length > 1 ? 's' : ''} ${all.join(', ')}`)
        },
      ],
    ],
  },
  {
    id: 'hostProbesAndHostLifecycle',
    level: 'baseline',
    versions: [
      [
        34,
        ({ spec }) => {
          const names = sorted(namesWhere(spec, (container) => hostsOf(container).length > 0))
          const hosts = sorted(containersOf(spec).flatMap(hostsOf))
          if (!names.length) return undefined
          const verb = names.length > 1 ? 'use' : 'uses'
          const what = `probe or lifecycle host${hosts.length > 1 ? 's' : ''}`
          return found('probe or lifecycle host', `${containersText(names)} ${verb} ${what} ${quoteAll(hosts)}`)
        },
      ],
    ],
  },
  {
    id: 'privileged',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const names = namesWhere(spec, ({ securityContext }) => securityContext?.privileged === true)
          return names.length
            ? found('privileged', `${containersText(names)} must not set securityContext.privileged=true`)
            : undefined
        },
      ],
    ],
  },
  {
    id: 'procMount',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const bad = ({ securityContext }: Container) => {
            const { procMount } = securityContext ?? {}
            return procMount !== undefined && procMount !== 'Default' ? [procMount] : []
          }
          const names = namesWhere(spec, (container) => bad(container).length > 0)
          const types = quoteAll(sorted(containersOf(spec).flatMap(bad)))
          return names.length
            ? found('procMount', `${containersText(names)} must not set securityContext.procMount to ${types}`)
            : undefined
        },
      ],
    ],
  },
  {
    id: 'seLinuxOptions',
    level: 'baseline',
    versions: [
      [31, ({ spec }) => seLinux(spec, SELINUX_OF_31)],
      [0, ({ spec }) => seLinux(spec, SELINUX_TYPES)],
    ],
  },
  {
    id: 'seccompProfile_baseline',
    level: 'baseline',
    versions: [
      [
        19,
        ({ spec }) => {
          const bad = (context?: { readonly seccompProfile?: { readonly type: string } }) => {
            const type = context?.seccompProfile?.type
            return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost' ? [type] : []
          }
          const names = namesWhere(spec, ({ securityContext }) => bad(securityContext).length > 0)
          const types = sorted([...bad(spec.securityContext), ...containersOf(spec).flatMap((one) => bad(one.securityContext))])
          if (!types.length) return undefined
          const who = setters(bad(spec.securityContext).length > 0, names)
          return found('seccompProfile', `${who} must not set securityContext.seccompProfile.type to ${quoteAll(types)}`)
        },
      ],
    ],
  },
  {
    id: 'sysctls',
    level: 'baseline',
    versions: [
      [32, sysctls(SYSCTLS_OF_32)],
      [29, sysctls(SYSCTLS_OF_29)],
      [27, sysctls(SYSCTLS_OF_27)],
      [0, sysctls(SYSCTLS_OF_0)],
    ],
  },
  {
    id: 'windowsHostProcess',
    level: 'baseline',
    versions: [
      [
        0,
        ({ spec }) => {
          const names = namesWhere(spec, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true)
          const pod = spec.securityContext?.windowsOptions?.hostProcess === true
          if (!pod && !names.length) return undefined
          return found('hostProcess', `${setters(pod, names)} must not set securityContext.windowsOptions.hostProcess=true`)
        },
      ],
    ],
  },
]

interface SeLinux {
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string }
}

function seLinux(spec: Parameters<typeof containersOf>[0], allowed: readonly string[]): Finding | undefined {
  const types: string[] = []
  let user = false
  let role = false
  const bad = (context: SeLinux | undefined): boolean => {
    const options = context?.seLinuxOptions
    if (!options) return false
    const wrong = !allowed.includes(options.type ?? '')
    if (wrong) types.push(options.type ?? '')
    user ||= Boolean(options.user)
    role ||= Boolean(options.role)
    return wrong || Boolean(options.user) || Boolean(options.role)
  }
  const pod = bad(spec.securityContext)
  const names = namesWhere(spec, ({ securityContext }) => bad(securityContext))
  if (!pod && !names.length) return undefined
  const wrong = sorted(types)
  const data = [
    ...(wrong.length ? [`type${wrong.length > 1 ? 's' : ''} ${quoteAll(wrong)}`] : []),
    ...(user ? ['user may not be set'] : []),
    ...(role ? ['role may not be set'] : []),
  ]
  return found('seLinuxOptions', `${setters(pod, names)} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`)
}

type Handler = Pick<Probe, 'httpGet' | 'tcpSocket'>

const hostsOf = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] =>
  [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap((handler?: Handler) =>
    [handler?.httpGet?.host, handler?.tcpSocket?.host].filter((host): host is string => Boolean(host)),
  )
