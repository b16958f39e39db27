import { forbidden, invalid, type FieldError } from '../../../api/errors'
import { goJsonError } from '../../../api/goJson'
import { isObject, type Json } from '../../../api/patch/json'
import type { Container, SecurityContext } from './containerTypes'
import type { Pod, PodSpec, PodTemplateSpec, Toleration } from './types'
import { descending } from './validatePaths'
import { validateTolerations } from './validatePodSpec'

const mirror = 'kubernetes.io/config.mirror'
const appArmor = 'container.apparmor.security.beta.kubernetes.io/'
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/'
const tolerations = 'scheduler.alpha.kubernetes.io/tolerations'
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
const seccompNames = new Set(['runtime/default', 'docker/default', 'unconfined'])
const appArmorNames = new Set(['', 'runtime/default', 'unconfined'])
const localhost = 'localhost/'

type Annotations = Readonly<Record<string, string>>

/** Checks the annotations that mean something, of a pod or a template. Rule: ValidatePodSpecificAnnotations. */
export function validatePodAnnotations({ metadata, spec }: PodTemplateSpec, path: string): FieldError[] {
  const annotations = metadata?.annotations
  const out: FieldError[] = []
  if (!annotations) return out
  const isMirror = annotations[mirror]
  if (isMirror !== undefined && !spec.nodeName) {
    out.push(invalid(`${path}[${mirror}]`, isMirror, 'must set spec.nodeName if mirror pod annotation is set'))
  }
  if (annotations[tolerations]) out.push(...writtenTolerations(annotations[tolerations], path))
  const cost = annotations[deletionCost]
  if (cost !== undefined && !isInt32(cost)) out.push(invalid(`${path}[${deletionCost}]`, cost, 'must be a 32bit integer'))
  for (const key of Object.keys(annotations).sort()) {
    const value = annotations[key]!
    if (key === seccompPod || key.startsWith(seccompContainer)) out.push(...seccompErrors(value, `${path}.${key}`))
    else if (key.startsWith(appArmor)) out.push(...appArmorErrors(key, value, spec, path))
  }
  return out
}

/** Checks how annotations changed: what says how a container is confined, and who made the pod, stays. Rule: ValidatePodSpecificAnnotationUpdates. */
export function validateAnnotationChanges({ metadata }: Pod, old: Pod): FieldError[] {
  const now: Annotations = metadata.annotations ?? {}
  const before: Annotations = old.metadata.annotations ?? {}
  if (now === before) return []
  const out: FieldError[] = []
  const path = 'metadata.annotations'
  const changed = (key: string, how: string) => {
    if (key.startsWith(appArmor)) out.push(forbidden(`${path}[${key}]`, `may not ${how} AppArmor annotations`))
    if (key === mirror) out.push(forbidden(`${path}[${key}]`, `may not ${how} mirror pod annotation`))
  }
  for (const key of Object.keys(before)) if (now[key] !== before[key]) changed(key, 'remove or update')
  for (const key of Object.keys(now)) if (before[key] === undefined) changed(key, 'add')
  return out
}

/** Tolerations as they were told before pods had a field for them. Rule: ValidateTolerationsInPodAnnotations. */
function writtenTolerations(text: string, path: string): FieldError[] {
  const wrong = goJsonError(text)
  if (wrong !== undefined) return [invalid(path, tolerations, wrong)]
  const list = JSON.parse(text) as Json
  const out: FieldError[] = []
  const sound = (Array.isArray(list) ? list : []).filter(isObject) as readonly object[]
  validateTolerations(sound as readonly Toleration[], `${path}.${tolerations}`, out)
  return out
}

function seccompErrors(profile: string, at: string): FieldError[] {
  if (seccompNames.has(profile)) return []
  if (!profile.startsWith(localhost)) return [invalid(at, profile, 'must be a valid seccomp profile')]
  const out: FieldError[] = []
  descending(profile.slice(localhost.length), at, out)
  return out
}

type Profile = NonNullable<SecurityContext['seccompProfile']>
type Kind = 'seccomp' | 'apparmor'

/** Checks that annotations of old say the same as the fields that replaced them. Rules: validateSeccompAnnotationsAndFields, validateAppArmorAnnotationsAndFieldsMatchOnCreate. */
export function validateProfilesMatch({ metadata, spec }: PodTemplateSpec, path: string): FieldError[] {
  const annotations = metadata?.annotations
  const out: FieldError[] = []
  if (!annotations) return out
  const ofPod = spec.securityContext
  const check = (kind: Kind, said: string | undefined, profile: Profile | undefined, at: string) => {
    if (said !== undefined && profile) out.push(...mismatch(kind, said, profile, at))
  }
  check('seccomp', annotations[seccompPod], ofPod?.seccompProfile, `${path}.securityContext.seccompProfile`)
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    spec[list]?.forEach(({ name, securityContext }, i) => {
      const at = `${path}.${list}[${i}].securityContext`
      check('seccomp', annotations[`${seccompContainer}${name}`], securityContext?.seccompProfile, `${at}.seccompProfile`)
      if (spec.os?.name === 'windows') return
      const profile = securityContext?.appArmorProfile ?? ofPod?.appArmorProfile
      check('apparmor', annotations[`${appArmor}${name}`], profile, `${at}.appArmorProfile`)
    })
  }
  return out
}

function mismatch(kind: Kind, said: string, { type, localhostProfile }: Profile, at: string): FieldError[] {
  const wrongType = [forbidden(`${at}.type`, `${kind} type in annotation and field must match`)]
  if (type === 'Unconfined') return said === 'unconfined' ? [] : wrongType
  if (type === 'RuntimeDefault') {
    return said === 'runtime/default' || (kind === 'seccomp' && said === 'docker/default') ? [] : wrongType
  }
  if (type !== 'Localhost') return []
  if (!said.startsWith(localhost)) return wrongType
  return said.slice(localhost.length) === localhostProfile
    ? []
    : [forbidden(`${at}.localhostProfile`, `${kind} profile in annotation and field must match`)]
}

function appArmorErrors(key: string, profile: string, spec: PodSpec, path: string): FieldError[] {
  const out: FieldError[] = []
  const name = key.slice(appArmor.length)
  const has = (list: readonly Pick<Container, 'name'>[] | undefined) => list?.some((container) => container.name === name)
  if (!has(spec.containers) && !has(spec.initContainers) && !has(spec.ephemeralContainers)) {
    out.push(invalid(`${path}[${key}]`, name, 'container not found'))
  }
  if (!appArmorNames.has(profile) && !profile.startsWith(localhost)) {
    out.push(invalid(`${path}[${key}]`, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`))
  }
  return out
}

/** Without leading zeros or plus, as the controller reads it. */
const isInt32 = (text: string) => /^(0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31
