import type { Container, PodSpec } from '../kinds/pod/api'
import { containersOf, containersText, namesWhere, quoteAll, setters, sorted, type Check, type Finding } from './check'

const ALLOWED_VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'downwardAPI',
  'emptyDir',
  'projected',
  'secret',
  'csi',
  'persistentVolumeClaim',
  'ephemeral',
  'image',
])
const isWindows = (spec: PodSpec) => (spec as { os?: { name?: string } }).os?.name === 'windows'
const found = (reason: string, details: readonly string[]): Finding | undefined =>
  details.length ? { reason, detail: details.join('; ') } : undefined

/** The controls of the restricted level, besides those of the baseline; facts: the Pod Security Standards and their admission plugin. */
export const restricted: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    level: 'restricted',
    versions: [
      [25, ({ spec }) => (isWindows(spec) ? undefined : escalation(spec))],
      [8, ({ spec }) => escalation(spec)],
    ],
  },
  {
    id: 'capabilities_restricted',
    level: 'restricted',
    instead: 'capabilities_baseline',
    versions: [
      [25, ({ spec }) => (isWindows(spec) ? undefined : capabilities(spec))],
      [22, ({ spec }) => capabilities(spec)],
    ],
  },
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    instead: 'hostPathVolumes',
    versions: [[0, ({ spec }) => volumes(spec)]],
  },
  { id: 'runAsNonRoot', level: 'restricted', versions: [[0, ({ spec }) => nonRoot(spec)]] },
  { id: 'runAsUser', level: 'restricted', versions: [[23, ({ spec }) => asUser(spec)]] },
  {
    id: 'seccompProfile_restricted',
    level: 'restricted',
    instead: 'seccompProfile_baseline',
    versions: [
      [25, ({ spec }) => (isWindows(spec) ? undefined : seccomp(spec))],
      [19, ({ spec }) => seccomp(spec)],
    ],
  },
]

function escalation(spec: PodSpec): Finding | undefined {
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
  if (!names.length) return undefined
  return found('allowPrivilegeEscalation != false', [
    `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`,
  ])
}

function capabilities(spec: PodSpec): Finding | undefined {
  const wrong = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE')
  const keeping = namesWhere(spec, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'))
  const adding = namesWhere(spec, (container) => wrong(container).length > 0)
  const added = quoteAll(sorted(containersOf(spec).flatMap(wrong)))
  return found('unrestricted capabilities', [
    ...(keeping.length ? [`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length ? [`${containersText(adding)} must not include ${added} in securityContext.capabilities.add`] : []),
  ])
}

function volumes(spec: PodSpec): Finding | undefined {
  const typeOf = (volume: object) =>
    Object.entries(volume).find(([key, value]) => key !== 'name' && value !== undefined)?.[0] ?? 'unknown'
  const bad = (spec.volumes ?? []).filter((volume) => !ALLOWED_VOLUMES.has(typeOf(volume)))
  if (!bad.length) return undefined
  const several = bad.length > 1
  const types = sorted(bad.map(typeOf))
  const names = quoteAll(bad.map(({ name }) => name))
  return found('restricted volume types', [
    `volume${several ? 's' : ''} ${names} ${several ? 'use' : 'uses'} restricted volume type${types.length > 1 ? 's' : ''} ${quoteAll(types)}`,
  ])
}

function nonRoot(spec: PodSpec): Finding | undefined {
  const pod = spec.securityContext?.runAsNonRoot
  const refusing = namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false)
  const silent = namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined)
  const wrong = setters(pod === false, refusing)
  if (wrong) return found('runAsNonRoot != true', [`${wrong} must not set securityContext.runAsNonRoot=false`])
  if (pod === true || !silent.length) return undefined
  return found('runAsNonRoot != true', [`pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true`])
}

function asUser(spec: PodSpec): Finding | undefined {
  const pod = spec.securityContext?.runAsUser === 0
  const names = namesWhere(spec, ({ securityContext }) => securityContext?.runAsUser === 0)
  const who = setters(pod, names)
  return found('runAsUser=0', who ? [`${who} must not set runAsUser=0`] : [])
}

function seccomp(spec: PodSpec): Finding | undefined {
  const good = (type: string) => type === 'RuntimeDefault' || type === 'Localhost'
  const typeOf = (context?: { readonly seccompProfile?: { readonly type: string } }) => context?.seccompProfile?.type
  const podType = typeOf(spec.securityContext)
  const wrong = namesWhere(spec, ({ securityContext }) => {
    const type = typeOf(securityContext)
    return type !== undefined && !good(type)
  })
  const types = sorted(
    [podType, ...containersOf(spec).map((one) => typeOf(one.securityContext))].filter(
      (type): type is string => type !== undefined && !good(type),
    ),
  )
  const who = setters(podType !== undefined && !good(podType), wrong)
  const silent = podType === undefined ? namesWhere(spec, ({ securityContext }) => typeOf(securityContext) === undefined) : []
  return found('seccompProfile', [
    ...(who ? [`${who} must not set securityContext.seccompProfile.type to ${quoteAll(types)}`] : []),
    ...(!who && silent.length
      ? [`pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`]
      : []),
  ])
}
