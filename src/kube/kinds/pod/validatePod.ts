import { duplicate, forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { ipAddress, isIP, isIPv4 } from '../../../api/ip'
import { dns1123Subdomain, inRange, qualifiedName } from '../../../api/names'
import type { Container, ContainerStatus } from './containerTypes'
import { shouldRestart } from './shouldRestart'
import type { Pod, PodIP, PodSpec, Toleration } from './types'
import { validateAnnotationChanges, validatePodAnnotations, validateProfilesMatch } from './validateAnnotations'
import { validateImageSpace } from './validateContainer'
import { validateGatedAffinity, withPlaceOf } from './validateGated'
import { validatePodSpec, validateTolerations } from './validatePodSpec'

const systemConditions = new Set(['PodScheduled', 'Ready', 'Initialized'])
const maxInt32 = 2 ** 31 - 1
const annotations = 'metadata.annotations'
const mayChange =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/** Checks a new pod. Rule: ValidatePodCreate. */
export function validatePod(pod: Pod): FieldError[] {
  const out = [...validatePodAnnotations(pod, annotations), ...ownErrors(pod)]
  const { ephemeralContainers, schedulingGates, nodeName } = pod.spec
  if (ephemeralContainers?.length) out.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'))
  if (schedulingGates?.length && nodeName) {
    out.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
  }
  return [...out, ...validateProfilesMatch(pod, 'spec')]
}

/** Checks a replaced pod: hardly anything of its spec may change. Rule: ValidatePodUpdate. */
export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const out = validateAnnotationChanges(pod, old)
  if (pod.metadata.annotations !== old.metadata.annotations) out.push(...validatePodAnnotations(pod, annotations))
  if (pod.spec === old.spec) return out
  out.push(...ownErrors(pod))
  const sizes = [...listErrors(pod.spec, old.spec, 'containers'), ...listErrors(pod.spec, old.spec, 'initContainers')]
  out.push(...sizes)
  if (sizes.some((error) => error.type === 'Forbidden')) return out
  const deadline = deadlineErrors(pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds)
  out.push(...deadline)
  if (deadline.length && pod.spec.activeDeadlineSeconds !== undefined) return out
  out.push(...addedTolerations(pod.spec.tolerations, old.spec.tolerations, 'spec.tolerations'))
  out.push(...removedGates(pod.spec, old.spec))
  if (old.spec.schedulingGates?.length) validateGatedAffinity(pod.spec, old.spec, out)
  if (!same(withoutChangeable(pod.spec, old.spec), withoutChangeable(old.spec, old.spec))) out.push(forbidden('spec', mayChange))
  return out
}

/** Checks a status. Rule: ValidatePodStatusUpdate. */
export function validatePodStatusUpdate(pod: Pod, old: Pod): FieldError[] {
  const out = validateAnnotationChanges(pod, old)
  const { nominatedNodeName, conditions, podIPs, containerStatuses, initContainerStatuses } = pod.status ?? {}
  if (pod.spec?.nodeName !== old.spec?.nodeName) out.push(forbidden('status.nodeName', 'may not be changed directly'))
  if (nominatedNodeName && nominatedNodeName !== old.status?.nominatedNodeName) {
    for (const message of dns1123Subdomain(nominatedNodeName))
      out.push(invalid('status.nominatedNodeName', nominatedNodeName, message))
  }
  conditions?.forEach(({ type }, i) => {
    if (systemConditions.has(type)) return
    // The path is written as upstream writes it.
    for (const message of qualifiedName(type)) out.push(invalid(`metadata.conditions[${i}].Type`, type, message))
  })
  // What was wrong before may stay.
  if (podIPs && !same(podIPs, old.status?.podIPs) && !addressErrors(old.status?.podIPs, 'podIPs').length) {
    out.push(...addressErrors(podIPs, 'podIPs'))
  }
  const { hostIP, hostIPs } = pod.status ?? {}
  if (hostIP !== old.status?.hostIP || hostIPs !== old.status?.hostIPs) out.push(...hostIPErrors(hostIP, hostIPs))
  // Nobody ever starts an ephemeral container again.
  const { ephemeralContainerStatuses } = pod.status ?? {}
  const ephemeral = old.status?.ephemeralContainerStatuses
  resurrections(ephemeralContainerStatuses, ephemeral, 'status.ephemeralContainerStatuses', out)
  const { restartPolicy, containers, initContainers } = old.spec ?? {}
  if (restartPolicy === 'Always') return out
  const mayRun = (list: readonly Container[] | undefined, init: boolean) => (name: string, code: number) => {
    const container = list?.find((each) => each.name === name)
    return container ? shouldRestart(restartPolicy, container, init, code) : restartPolicy === 'OnFailure' && code !== 0
  }
  const main = old.status?.containerStatuses
  resurrections(containerStatuses, main, 'status.containerStatuses', out, mayRun(containers, false))
  const init = old.status?.initContainerStatuses
  resurrections(initContainerStatuses, init, 'status.initContainerStatuses', out, mayRun(initContainers, true))
  return out
}

/** Tolerations may only be added, or given another time. Rule: ValidateOnlyAddedTolerations. */
export function addedTolerations(now: readonly Toleration[] = [], old: readonly Toleration[] = [], path: string): FieldError[] {
  const out: FieldError[] = []
  for (const before of old) {
    const kept = now.some((one) => same({ ...one, tolerationSeconds: 0 }, { ...before, tolerationSeconds: 0 }))
    if (!kept) return [forbidden(path, 'existing toleration can not be modified except its tolerationSeconds')]
  }
  validateTolerations(now, path, out)
  return out
}

/** What a pod must be that a template need not. Rule: validatePodMetadataAndSpec. */
function ownErrors({ spec, metadata }: Pod): FieldError[] {
  const out = [...validatePodSpec(spec, 'spec', true)]
  if (!spec.volumes) return out
  // Claims made for ephemeral volumes are named after pod and volume.
  const made = new Set(spec.volumes.filter((one) => one.ephemeral).map((one) => `${metadata.name}-${one.name}`))
  spec.volumes.forEach((volume, i) => {
    const at = `spec.volumes[${i}]`
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim !== undefined && made.has(claim)) {
      out.push(
        invalid(
          `${at}.persistentVolumeClaim.claimName`,
          claim,
          'must not reference a PVC that gets created for an ephemeral volume',
        ),
      )
    }
    const own = volume.ephemeral ? `${metadata.name}-${volume.name}` : ''
    if (own)
      for (const message of dns1123Subdomain(own))
        out.push(invalid(`${at}.name`, volume.name, `PVC name ${JSON.stringify(own)}: ${message}`))
    volume.projected?.sources?.forEach((source, s) => {
      if (!source.serviceAccountToken || spec.serviceAccountName) return
      const path = `${at}.projected.sources[${s}].serviceAccountToken`
      out.push(forbidden(path, 'must not be specified when serviceAccountName is not set'))
    })
  })
  return out
}

function hostIPErrors(hostIP: string | undefined, list: readonly PodIP[] = []): FieldError[] {
  const first = list[0]?.ip
  const out = addressErrors(list, 'hostIPs')
  if (!list.length || hostIP === first) return out
  return [invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`'), ...out]
}

function addressErrors(list: readonly PodIP[] = [], field: 'podIPs' | 'hostIPs'): FieldError[] {
  if (list.length === 1 && isIP(list[0]!.ip)) return []
  const path = `status.${field}`
  const ips = list.map(({ ip }) => ip)
  const out = ips.flatMap((ip, i) => ipAddress(ip).map((message) => invalid(`${path}[${i}]`, ip, message)))
  if (out.length || ips.length < 2) return out
  if (ips.length > 2 || isIPv4(ips[0]!) === isIPv4(ips[1]!)) {
    out.push(invalid(path, ips, 'may specify no more than one IP for each IP family'))
  }
  ips.forEach((ip, i) => {
    if (ips.indexOf(ip) < i) out.push(duplicate(`${path}[${i}]`, ip))
  })
  return out
}

function listErrors(spec: PodSpec, old: PodSpec, list: 'containers' | 'initContainers'): FieldError[] {
  const now = spec[list] ?? []
  const path = `spec.${list}`
  if (now.length === (old[list] ?? []).length) {
    const out: FieldError[] = []
    now.forEach((one, i) => {
      if (!one.image) out.push(required(`${path}[${i}].image`))
      validateImageSpace(one, `${path}[${i}]`, out)
    })
    return out
  }
  return [forbidden(path, 'pod updates may not add or remove containers')]
}

function deadlineErrors(now: number | undefined, old: number | undefined): FieldError[] {
  const path = 'spec.activeDeadlineSeconds'
  if (now === undefined)
    return old === undefined ? [] : [invalid(path, null, 'must not update from a positive integer to nil value')]
  const range = inRange(now, 0, maxInt32)
  if (range.length) return range.map((message) => invalid(path, now, message))
  return old !== undefined && old < now ? [invalid(path, now, 'must be less than or equal to previous value')] : []
}

function removedGates(spec: PodSpec, old: PodSpec): FieldError[] {
  const before = new Set(old.schedulingGates?.map((gate) => gate.name))
  return (spec.schedulingGates ?? []).flatMap(({ name }, i) =>
    before.has(name)
      ? []
      : [forbidden(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`)],
  )
}

/** The spec with everything that may change taken from `old`, so that what still differs may not. */
function withoutChangeable(spec: PodSpec, old: PodSpec): PodSpec {
  const images = (list: readonly Container[] | undefined) => list?.map((container) => ({ ...container, image: '' }))
  const grace = (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
  return {
    ...spec,
    containers: images(spec.containers) ?? [],
    initContainers: images(spec.initContainers),
    activeDeadlineSeconds: undefined,
    tolerations: undefined,
    schedulingGates: undefined,
    ...(grace && { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds }),
    ...(old.schedulingGates?.length && withPlaceOf(spec, old)),
  }
}

function resurrections(
  now: readonly ContainerStatus[] | undefined,
  old: readonly ContainerStatus[] | undefined,
  path: string,
  out: FieldError[],
  mayRun: (name: string, code: number) => boolean = () => false,
): void {
  old?.forEach((before, place) => {
    const ended = before.state?.terminated
    if (!ended || mayRun(before.name, ended.exitCode ?? 0)) return
    now?.forEach((status) => {
      if (status.name !== before.name || status.state?.terminated) return
      out.push(forbidden(`${path}[${place}].state`, 'may not be transitioned to non-terminated state'))
    })
  })
}
