import { duplicate, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { ipAddress } from '../../../api/ip'
import { dns1123Label, dns1123Subdomain, inRange, labelValue, qualifiedName } from '../../../api/names'
import { validateLabels } from '../../../api/validateMeta'
import type { PodSpec, Toleration } from './types'
import { validateAffinity } from './validateAffinity'
import {
  validateContainers,
  validateEphemeralContainers,
  validateImageSpace,
  validateInitContainers,
  type PodFacts,
} from './validateContainer'
import { validatePodResources } from './validatePodResources'
import { validatePodSecurity } from './validatePodSecurity'
import { validateHostProcess, validateSystem } from './validateProfiles'
import { validateResources } from './validateResources'
import { validateLabelName } from './validateSelector'
import { validateSpread } from './validateSpread'
import { validateVolumes } from './validateVolume'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const maxInt32 = 2 ** 31 - 1

const passed = { asPod: new WeakSet<PodSpec>(), asTemplate: new WeakSet<PodSpec>() }

/** Checks a pod's spec wherever it stands; one that passed once is not read again. Pods must keep more rules than templates. Rule: ValidatePodSpec. */
export function validatePodSpec(spec: PodSpec, path: string, isPod = false): FieldError[] {
  const known = isPod ? passed.asPod : passed.asTemplate
  if (known.has(spec)) return []
  const out: FieldError[] = []
  validateAllContainers(spec, isPod, path, out)
  if (spec.resources) validatePodResources(spec, `${path}.resources`, out)
  validatePolicies(spec, path, out)
  out.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`))
  validatePodSecurity(spec, isPod, path, out)
  validateAffinity(spec.affinity, `${path}.affinity`, out)
  validateDns(spec, path, out)
  spec.readinessGates?.forEach(({ conditionType }, i) =>
    validateLabelName(conditionType, `${path}.readinessGates[${i}].conditionType`, out),
  )
  validateGates(spec, path, out)
  validateSpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`, out)
  validateHostProcess(spec, path, out)
  validateNames(spec, path, out)
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined) {
    for (const message of inRange(deadline, 1, maxInt32)) out.push(invalid(`${path}.activeDeadlineSeconds`, deadline, message))
  }
  validateTolerations(spec.tolerations, `${path}.tolerations`, out)
  spec.hostAliases?.forEach(({ ip, hostnames }, i) => {
    const at = `${path}.hostAliases[${i}]`
    for (const message of ipAddress(ip ?? '')) out.push(invalid(`${at}.ip`, ip ?? '', message))
    hostnames?.forEach((name, h) => {
      for (const message of dns1123Subdomain(name)) out.push(invalid(`${at}.hostnames[${h}]`, name, message))
    })
  })
  if (spec.overhead) validateResources({ limits: spec.overhead }, `${path}.overhead`, out)
  validateSystem(spec, path, out)
  if (!out.length && Object.isFrozen(spec)) known.add(spec)
  return out
}

function validateAllContainers(spec: PodSpec, isPod: boolean, path: string, out: FieldError[]): void {
  const facts: PodFacts = {
    volumes: validateVolumes(spec.volumes, `${path}.volumes`, out, isPod),
    claims: new Set(spec.resourceClaims?.map(({ name }) => name)),
    grace: spec.terminationGracePeriodSeconds ?? 0,
    restartPolicy: spec.restartPolicy,
    hostUsers: spec.hostUsers !== false,
  }
  validateResourceClaims(spec, `${path}.resourceClaims`, out)
  validateContainers(spec.containers, facts, `${path}.containers`, out)
  validateInitContainers(spec.initContainers, spec.containers ?? [], facts, `${path}.initContainers`, out)
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  validateEphemeralContainers(spec.ephemeralContainers, others, facts, `${path}.ephemeralContainers`, out)
  if (!isPod) return
  for (const list of ['containers', 'initContainers'] as const) {
    spec[list]?.forEach((container, i) => validateImageSpace(container, `${path}.${list}[${i}]`, out))
  }
}

/** Rule: validatePodResourceClaims. */
function validateResourceClaims({ resourceClaims }: PodSpec, path: string, out: FieldError[]): void {
  const seen = new Set<string>()
  resourceClaims?.forEach((claim, i) => {
    const at = `${path}[${i}]`
    const { name, resourceClaimName, resourceClaimTemplateName } = claim
    if (!name) out.push(required(`${at}.name`))
    else if (seen.has(name)) out.push(duplicate(`${at}.name`, name))
    else for (const message of dns1123Label(name)) out.push(invalid(`${at}.name`, name, message))
    seen.add(name)
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      const why = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'
      out.push(invalid(at, claim, why))
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      out.push(invalid(at, claim, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'))
    }
    for (const [field, value] of Object.entries({ resourceClaimName, resourceClaimTemplateName })) {
      if (value === undefined) continue
      for (const message of dns1123Subdomain(value)) out.push(invalid(`${at}.${field}`, value, message))
    }
  })
}

/** Checks tolerations. Rule: ValidateTolerations. */
export function validateTolerations(tolerations: readonly Toleration[] | undefined, path: string, out: FieldError[]): void {
  tolerations?.forEach((one, i) => {
    const at = `${path}[${i}]`
    const { key, operator, value = '', effect, tolerationSeconds } = one
    if (key) validateLabelName(key, `${at}.key`, out)
    else if (operator !== 'Exists') {
      const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
      out.push(invalid(`${at}.operator`, operator ?? '', why))
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      out.push(invalid(`${at}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    }
    if (!operator || operator === 'Equal') {
      const messages = labelValue(value)
      if (messages.length) out.push(invalid(`${at}.operator`, value, messages.join(';')))
    } else if (operator === 'Exists') {
      if (value) out.push(invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"))
    } else out.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']))
    if (effect && !effects.includes(effect)) out.push(notSupported(`${at}.effect`, effect, effects))
  })
}

function validatePolicies(spec: PodSpec, path: string, out: FieldError[]): void {
  choice(spec.restartPolicy, restartPolicies, `${path}.restartPolicy`, out)
  choice(spec.dnsPolicy, dnsPolicies, `${path}.dnsPolicy`, out)
  if (spec.preemptionPolicy !== undefined) {
    choice(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${path}.preemptionPolicy`, out)
  }
}

function choice(value: string | undefined, allowed: readonly string[], path: string, out: FieldError[]): void {
  if (!value) out.push(required(path))
  else if (!allowed.includes(value)) out.push(notSupported(path, value, allowed))
}

function validateDns({ dnsConfig, dnsPolicy }: PodSpec, podPath: string, out: FieldError[]): void {
  const path = `${podPath}.dnsConfig`
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return void out.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'))
    if (!dnsConfig.nameservers?.length) {
      const why = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
      return void out.push(required(`${path}.nameservers`, why))
    }
  }
  if (!dnsConfig) return
  const { nameservers = [], searches = [], options = [] } = dnsConfig
  if (nameservers.length > 3) out.push(invalid(`${path}.nameservers`, nameservers, 'must not have more than 3 nameservers'))
  nameservers.forEach((one, i) => {
    for (const message of ipAddress(one)) out.push(invalid(`${path}.nameservers[${i}]`, one, message))
  })
  if (searches.length > 32) out.push(invalid(`${path}.searches`, searches, 'must not have more than 32 search paths'))
  if (searches.join(' ').length > 2048) {
    out.push(
      invalid(`${path}.searches`, searches, 'must not have more than 2048 characters (including spaces) in the search list'),
    )
  }
  searches.forEach((one, i) => {
    if (one === '.') return
    for (const message of dns1123Subdomain(one.replace(/\.$/, '').replace(/_/g, '-'))) {
      out.push(invalid(`${path}.searches[${i}]`, one, message))
    }
  })
  options.forEach(({ name }, i) => {
    if (!name) out.push(required(`${path}.options[${i}]`, 'must not be empty'))
  })
}

function validateGates(spec: PodSpec, path: string, out: FieldError[]): void {
  const names = new Set<string>()
  spec.schedulingGates?.forEach(({ name }, i) => {
    const at = `${path}.schedulingGates[${i}]`
    for (const message of qualifiedName(name ?? '')) out.push(invalid(at, name ?? '', message))
    if (names.has(name)) out.push(duplicate(at, name))
    names.add(name)
  })
}

function validateNames(spec: PodSpec, path: string, out: FieldError[]): void {
  const names = [
    ['serviceAccountName', dns1123Subdomain],
    ['nodeName', dns1123Subdomain],
    ['hostname', dns1123Label],
    ['subdomain', dns1123Label],
    ['priorityClassName', dns1123Subdomain],
    ['runtimeClassName', dns1123Subdomain],
  ] as const
  for (const [field, rule] of names) {
    const name = spec[field]
    // A runtime class may not be named by nothing.
    const isGiven = field === 'runtimeClassName' ? name !== undefined : Boolean(name)
    if (isGiven) for (const message of rule(name!)) out.push(invalid(`${path}.${field}`, name, message))
  }
}
