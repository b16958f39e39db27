import { forbidden, invalid, type FieldError } from '../../../api/errors'
import type { Container } from './containerTypes'
import type { Pod, PodSpec } from './types'

const mirror = 'kubernetes.io/config.mirror'
const appArmor = 'container.apparmor.security.beta.kubernetes.io/'
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/'
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
const seccompNames = new Set(['runtime/default', 'docker/default', 'unconfined'])
const appArmorNames = new Set(['', 'runtime/default', 'unconfined'])
const localhost = 'localhost/'
const path = 'metadata.annotations'

type Annotations = Readonly<Record<string, string>>

/** Checks the annotations that mean something. Rule: ValidatePodSpecificAnnotations. */
export function validatePodAnnotations({ metadata, spec }: Pod): FieldError[] {
  const { annotations } = metadata
  const out: FieldError[] = []
  if (!annotations) return out
  const isMirror = annotations[mirror]
  if (isMirror !== undefined && !spec.nodeName) {
    out.push(invalid(`${path}[${mirror}]`, isMirror, 'must set spec.nodeName if mirror pod annotation is set'))
  }
  const cost = annotations[deletionCost]
  if (cost !== undefined && !isInt32(cost)) out.push(invalid(`${path}[${deletionCost}]`, cost, 'must be a 32bit integer'))
  for (const key of Object.keys(annotations).sort()) {
    const value = annotations[key]!
    if (key === seccompPod || key.startsWith(seccompContainer)) out.push(...seccompErrors(value, `${path}.${key}`))
    else if (key.startsWith(appArmor)) out.push(...appArmorErrors(key, value, spec))
  }
  return out
}

/** Checks how annotations changed: what says how a container is confined, and who made the pod, stays. Rule: ValidatePodSpecificAnnotationUpdates. */
export function validateAnnotationChanges({ metadata }: Pod, old: Pod): FieldError[] {
  const now: Annotations = metadata.annotations ?? {}
  const before: Annotations = old.metadata.annotations ?? {}
  if (now === before) return []
  const out: FieldError[] = []
  const changed = (key: string, how: string) => {
    if (key.startsWith(appArmor)) out.push(forbidden(`${path}[${key}]`, `may not ${how} AppArmor annotations`))
    if (key === mirror) out.push(forbidden(`${path}[${key}]`, `may not ${how} mirror pod annotation`))
  }
  for (const key of Object.keys(before)) if (now[key] !== before[key]) changed(key, 'remove or update')
  for (const key of Object.keys(now)) if (before[key] === undefined) changed(key, 'add')
  return out
}

function seccompErrors(profile: string, at: string): FieldError[] {
  if (seccompNames.has(profile)) return []
  if (!profile.startsWith(localhost)) return [invalid(at, profile, 'must be a valid seccomp profile')]
  const file = profile.slice(localhost.length)
  if (file.startsWith('/')) return [invalid(at, file, 'must be a relative path')]
  return file.split('/').includes('..') ? [invalid(at, file, "must not contain '..'")] : []
}

function appArmorErrors(key: string, profile: string, spec: PodSpec): FieldError[] {
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
