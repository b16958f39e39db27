import { forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../../../api/errors'
import { dns1123Subdomain } from '../../../api/names'
import type { SeccompProfile, WindowsSecurityContextOptions } from './containerTypes'
import { descending } from './validatePaths'
import type { PodSpec } from './types'

const types = ['Localhost', 'RuntimeDefault', 'Unconfined']
const longestAppArmor = 4095
const longestCredential = 64 * 1024

/** Checks which system calls are allowed. Rule: validateSeccompProfileField. */
export function validateSeccomp(profile: SeccompProfile | undefined, path: string, out: FieldError[]): void {
  if (!profile) return
  const { type, localhostProfile: local } = profile
  profileType(type, 'type is required when seccompProfile is set', path, out)
  if (type !== 'Localhost') {
    const why = 'can only be set when seccomp type is Localhost'
    if (local !== undefined) out.push(invalid(`${path}.localhostProfile`, profile, why))
  } else if (local === undefined) {
    out.push(required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost'))
  } else descending(local, `${path}.localhostProfile`, out)
}

/** Checks an AppArmor profile. Rule: ValidateAppArmorProfileField. */
export function validateAppArmor(profile: SeccompProfile | undefined, path: string, out: FieldError[]): void {
  if (!profile) return
  const { type, localhostProfile: local } = profile
  const at = `${path}.localhostProfile`
  profileType(type, 'type is required when appArmorProfile is set', path, out)
  if (type !== 'Localhost') {
    const known = (types as readonly string[]).includes(type)
    if (known && local !== undefined) out.push(invalid(at, local, 'can only be set when AppArmor type is Localhost'))
    return
  }
  if (local !== undefined && local !== local.trim()) out.push(invalid(at, local, 'must not be padded with whitespace'))
  else if (!local) out.push(required(at, 'must be set when AppArmor type is Localhost'))
  if ((local ?? '').length > longestAppArmor) out.push(tooLong(at, longestAppArmor))
}

function profileType(type: string | undefined, missing: string, path: string, out: FieldError[]): void {
  if (!type) out.push(required(`${path}.type`, missing))
  else if (!types.includes(type)) out.push(notSupported(`${path}.type`, type, types))
}

/** Checks settings for Windows. Rule: validateWindowsSecurityContextOptions. */
export function validateWindows(options: WindowsSecurityContextOptions | undefined, path: string, out: FieldError[]): void {
  if (!options) return
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options
  if (name !== undefined) {
    for (const message of dns1123Subdomain(name)) out.push(invalid(`${path}.gmsaCredentialSpecName`, name, message))
  }
  if (spec === '') out.push(invalid(`${path}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec cannot be an empty string'))
  else if (spec !== undefined && spec.length > longestCredential) {
    out.push(invalid(`${path}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec size must be under 64 KiB'))
  }
  if (user === undefined) return
  for (const why of userNameErrors(user)) out.push(invalid(`${path}.runAsUserName`, user, why))
}

const isControl = (character: string) => character < ' ' || character === '\x7f'
const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/
const dnsDomain = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/

function userNameErrors(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string']
  if ([...name].some(isControl)) return ['runAsUserName cannot contain control characters']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const user = parts.at(-1)!
  const domain = parts.length === 2 ? parts[0]! : undefined
  const out: string[] = []
  if ((domain ?? '').length >= 256) out.push("runAsUserName's Domain length must be under 256 characters")
  if (domain !== undefined && !netBios.test(domain) && !dnsDomain.test(domain)) {
    out.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
  }
  if (user === '') out.push("runAsUserName's User cannot be empty")
  else if (user.length > 104) out.push("runAsUserName's User length must not be longer than 104 characters")
  if (/^[. ]+$/.test(user)) out.push("runAsUserName's User cannot contain only periods or spaces")
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    out.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`)
  }
  return out
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const

/** Checks that containers which are processes of a Windows host are so all together. Rule: validateWindowsHostProcessPod. */
export function validateHostProcess(spec: PodSpec, path: string, out: FieldError[]): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess
  let all = 0
  let hosted = 0
  for (const list of lists) {
    spec[list]?.forEach(({ securityContext }, i) => {
      const own = securityContext?.windowsOptions?.hostProcess
      all++
      if (own ?? ofPod) hosted++
      if (ofPod === undefined || own === undefined || own === ofPod) return
      const why = `pod hostProcess value must be identical if both are specified, was ${ofPod}`
      out.push(invalid(`${path}.${list}[${i}].securityContext.windowsOptions.hostProcess`, own, why))
    })
  }
  if (!hosted) return
  if (hosted !== all) {
    const why = 'If pod contains any hostProcess containers then all containers must be HostProcess containers'
    out.push(invalid(path, '', why))
  }
  if (!spec.hostNetwork) {
    const why = 'hostNetwork must be true if pod contains any hostProcess containers'
    out.push(invalid(`${path}.hostNetwork`, false, why))
  }
}

const ofLinux = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'runAsUser', 'runAsGroup'] as const
const ofLinuxPods = [
  ...ofLinux,
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const
const ofLinuxContainers = [
  ...ofLinux,
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
] as const
const ofLinuxSpecs = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const

/** Checks that a pod has no settings of another operating system than it names. Rules: validateLinux, validateWindows. */
export function validateSystem(spec: PodSpec, path: string, out: FieldError[]): void {
  const system = spec.os?.name
  if (!spec.os) return
  if (!system) return void out.push(required(`${path}.os.name`, 'cannot be empty'))
  if (system !== 'linux' && system !== 'windows') {
    return void out.push(notSupported(`${path}.os`, system, ['linux', 'windows']))
  }
  const why = system === 'linux' ? 'windows options cannot be set for a linux pod' : 'cannot be set for a windows pod'
  const refuse = <T extends object>(context: T | undefined, fields: readonly (keyof T & string)[], at: string) => {
    for (const field of fields) {
      const value = context?.[field]
      // Of these two, false is the same as nothing.
      const isUnset = value === undefined || (value === false && (field === 'hostPID' || field === 'hostIPC'))
      if (!isUnset) out.push(forbidden(`${at}.${field}`, why))
    }
  }
  const isLinux = system === 'linux'
  refuse(spec.securityContext, isLinux ? ['windowsOptions'] : ofLinuxPods, `${path}.securityContext`)
  if (!isLinux) refuse(spec, ofLinuxSpecs, path)
  for (const list of lists) {
    spec[list]?.forEach(({ securityContext }, i) => {
      refuse(securityContext, isLinux ? ['windowsOptions'] : ofLinuxContainers, `${path}.${list}[${i}].securityContext`)
    })
  }
}
