import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { unixId } from '../../../api/names'
import type { PodSpec } from './types'
import { validateAppArmor, validateSeccomp, validateWindows } from './validateProfiles'

const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/
const sysctlRule =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'
const ipcSysctls = /^(kernel[./](sem|shm.*|msg.*)|fs[./]mqueue[./].*)$/

/** Checks what of the host a pod shares, and how it is confined. Rules: validatePodSpecSecurityContext, validatePodHostNetworkDeps, validateHostUsers. */
export function validatePodSecurity(spec: PodSpec, isPod: boolean, path: string, out: FieldError[]): void {
  validateHostPorts(spec, isPod, path, out)
  validateHostUsers(spec, path, out)
  const at = `${path}.securityContext`
  if (spec.shareProcessNamespace && spec.hostPID) {
    const why = 'ShareProcessNamespace and HostPID cannot both be enabled'
    out.push(invalid(`${at}.shareProcessNamespace`, true, why))
  }
  const context = spec.securityContext
  if (!context) return
  for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) {
    const id = context[field]
    if (id !== undefined) for (const message of unixId(id)) out.push(invalid(`${at}.${field}`, id, message))
  }
  context.supplementalGroups?.forEach((id, i) => {
    for (const message of unixId(id)) out.push(invalid(`${at}.supplementalGroups[${i}]`, id, message))
  })
  validateSysctls(spec, `${at}.sysctls`, out)
  choice(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${at}.fsGroupChangePolicy`, out)
  validateSeccomp(context.seccompProfile, `${at}.seccompProfile`, out)
  validateWindows(context.windowsOptions, `${at}.windowsOptions`, out)
  validateAppArmor(context.appArmorProfile, `${at}.appArmorProfile`, out)
  choice(context.supplementalGroupsPolicy, ['Merge', 'Strict'], `${at}.supplementalGroupsPolicy`, out)
  choice(context.seLinuxChangePolicy, ['MountOption', 'Recursive'], `${at}.seLinuxChangePolicy`, out)
}

/** In a template the port of the host may still be left out: it is filled in when a pod is made. */
function validateHostPorts({ hostNetwork, containers }: PodSpec, isPod: boolean, path: string, out: FieldError[]): void {
  if (!hostNetwork) return
  containers?.forEach(({ ports }, i) =>
    ports?.forEach(({ containerPort, hostPort = 0 }, p) => {
      if (containerPort === hostPort || (!isPod && hostPort === 0)) return
      const why = 'must match `containerPort` when `hostNetwork` is true'
      out.push(invalid(`${path}.containers[${i}].ports[${p}].hostPort`, hostPort, why))
    }),
  )
}

function validateHostUsers(spec: PodSpec, path: string, out: FieldError[]): void {
  if (spec.hostUsers !== false) return
  const why = 'when `pod.Spec.HostUsers` is false'
  if (spec.hostNetwork) out.push(forbidden(`${path}.hostNetwork`, why))
  // Two of the paths are written as upstream writes them.
  if (spec.hostPID) out.push(forbidden(`${path}.HostPID`, why))
  if (spec.hostIPC) out.push(forbidden(`${path}.HostIPC`, why))
}

function validateSysctls({ securityContext, hostNetwork, hostIPC }: PodSpec, path: string, out: FieldError[]): void {
  const names = new Set<string>()
  securityContext?.sysctls?.forEach(({ name = '' }, i) => {
    const at = `${path}[${i}].name`
    if (!name) out.push(required(at))
    else if (name.length > 253 || !sysctlName.test(name)) out.push(invalid(at, name, sysctlRule))
    else if (names.has(name)) out.push(duplicate(at, name))
    if (hostNetwork && /^net[./]/.test(name)) out.push(invalid(at, name, "may not be specified when 'hostNetwork' is true"))
    else if (hostIPC && ipcSysctls.test(name)) out.push(invalid(at, name, "may not be specified when 'hostIPC' is true"))
    names.add(name)
  })
}

function choice(value: string | undefined, allowed: readonly string[], path: string, out: FieldError[]): void {
  if (value !== undefined && !allowed.includes(value)) out.push(notSupported(path, value, allowed))
}
