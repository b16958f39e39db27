import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { ipAddress } from '../../../api/ip'
import { dns1123Label, dns1123Subdomain, inRange, labelValue, qualifiedName, unixId } from '../../../api/names'
import { validateLabels } from '../../../api/validateMeta'
import type { PodSpec, Toleration, TopologySpreadConstraint } from './types'
import { validateAffinity } from './validateAffinity'
import { validateContainers, validateEphemeralContainers, validateInitContainers, type PodFacts } from './validateContainer'
import { validateResources } from './validateResources'
import { validateLabelName, validateSelector } from './validateSelector'
import { validateVolumes } from './validateVolume'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const maxInt32 = 2 ** 31 - 1

const passed = new WeakSet<PodSpec>()

/** Checks a pod's spec wherever it stands; one that passed once is not read again. Rule: ValidatePodSpec. */
export function validatePodSpec(spec: PodSpec, path: string): FieldError[] {
  if (passed.has(spec)) return []
  const out: FieldError[] = []
  const facts: PodFacts = {
    volumes: validateVolumes(spec.volumes, `${path}.volumes`, out),
    grace: spec.terminationGracePeriodSeconds ?? 0,
  }
  validateContainers(spec.containers, facts, `${path}.containers`, out)
  validateInitContainers(spec.initContainers, spec.containers ?? [], facts, `${path}.initContainers`, out)
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  validateEphemeralContainers(spec.ephemeralContainers, others, facts, `${path}.ephemeralContainers`, out)
  validatePolicies(spec, path, out)
  out.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`))
  validateSecurity(spec, path, out)
  spec.imagePullSecrets?.forEach(({ name }, i) => {
    if (!name) out.push(required(`${path}.imagePullSecrets[${i}].name`))
  })
  validateAffinity(spec.affinity, `${path}.affinity`, out)
  validateDns(spec, path, out)
  spec.readinessGates?.forEach(({ conditionType }, i) =>
    validateLabelName(conditionType, `${path}.readinessGates[${i}].conditionType`, out),
  )
  validateGates(spec, path, out)
  validateSpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`, out)
  validateNames(spec, path, out)
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined) {
    for (const message of inRange(deadline, 1, maxInt32)) out.push(invalid(`${path}.activeDeadlineSeconds`, deadline, message))
  }
  validateTolerations(spec.tolerations, `${path}.tolerations`, out)
  spec.hostAliases?.forEach(({ ip, hostnames }, i) => {
    for (const message of ipAddress(ip ?? '')) out.push(invalid(`${path}.hostAliases[${i}].ip`, ip ?? '', message))
    for (const name of hostnames ?? []) {
      for (const message of dns1123Subdomain(name)) out.push(invalid(`${path}.hostAliases[${i}].hostnames`, name, message))
    }
  })
  if (spec.resources) validateResources(spec.resources, `${path}.resources`, out)
  if (!out.length && Object.isFrozen(spec)) passed.add(spec)
  return out
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
      if (value) out.push(invalid(`${at}.operator`, one, "value must be empty when `operator` is 'Exists'"))
    } else out.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']))
    if (effect && !effects.includes(effect)) out.push(notSupported(`${at}.effect`, effect, effects))
  })
}

function validatePolicies(spec: PodSpec, path: string, out: FieldError[]): void {
  choice(spec.restartPolicy, restartPolicies, `${path}.restartPolicy`, out)
  choice(spec.dnsPolicy, dnsPolicies, `${path}.dnsPolicy`, out)
  const { preemptionPolicy } = spec
  if (preemptionPolicy !== undefined && preemptionPolicy !== 'PreemptLowerPriority' && preemptionPolicy !== 'Never') {
    out.push(notSupported(`${path}.preemptionPolicy`, preemptionPolicy, ['PreemptLowerPriority', 'Never']))
  }
  const os = spec.os?.name
  if (spec.os && os !== 'linux' && os !== 'windows') {
    out.push(os ? notSupported(`${path}.os`, os, ['linux', 'windows']) : required(`${path}.os.name`, 'cannot be empty'))
  }
}

function choice(value: string | undefined, allowed: readonly string[], path: string, out: FieldError[]): void {
  if (!value) out.push(required(path))
  else if (!allowed.includes(value)) out.push(notSupported(path, value, allowed))
}

function validateSecurity(spec: PodSpec, path: string, out: FieldError[]): void {
  const at = `${path}.securityContext`
  if (spec.hostNetwork) {
    spec.containers?.forEach(({ ports }, i) =>
      ports?.forEach(({ containerPort, hostPort }, p) => {
        if (containerPort === hostPort) return
        const why = 'must match `hostPort` when `hostNetwork` is true'
        out.push(invalid(`${path}.containers[${i}].ports[${p}].containerPort`, containerPort, why))
      }),
    )
  }
  if (spec.shareProcessNamespace && spec.hostPID) {
    out.push(invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'))
  }
  const context = spec.securityContext
  if (!context) return
  for (const field of ['runAsUser', 'runAsGroup', 'fsGroup'] as const) {
    const id = context[field]
    if (id !== undefined) for (const message of unixId(id)) out.push(invalid(`${at}.${field}`, id, message))
  }
  context.supplementalGroups?.forEach((id, i) => {
    for (const message of unixId(id)) out.push(invalid(`${at}.supplementalGroups[${i}]`, id, message))
  })
  const names = new Set<string>()
  context.sysctls?.forEach(({ name }, i) => {
    if (!name) out.push(required(`${at}.sysctls[${i}].name`))
    else if (name.length > 253 || !/^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/.test(name)) {
      const pattern = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'
      out.push(invalid(`${at}.sysctls[${i}].name`, name, `must have at most 253 characters and match regex ${pattern}`))
    } else if (names.has(name)) out.push(duplicate(`${at}.sysctls[${i}].name`, name))
    names.add(name)
  })
  const change = context.fsGroupChangePolicy
  if (change !== undefined && change !== 'Always' && change !== 'OnRootMismatch') {
    out.push(notSupported(`${at}.fsGroupChangePolicy`, change, ['Always', 'OnRootMismatch']))
  }
}

function validateDns({ dnsConfig, dnsPolicy }: PodSpec, podPath: string, out: FieldError[]): void {
  const path = `${podPath}.dnsConfig`
  if (dnsPolicy === 'None') {
    if (!dnsConfig) out.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'))
    else if (!dnsConfig.nameservers?.length) {
      out.push(required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'))
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

function validateSpread(constraints: readonly TopologySpreadConstraint[] | undefined, path: string, out: FieldError[]): void {
  const pairs = new Set<string>()
  constraints?.forEach((one, i) => {
    const at = `${path}[${i}]`
    if (!(one.maxSkew > 0)) out.push(invalid(`${at}.maxSkew`, one.maxSkew ?? 0, 'must be greater than zero'))
    if (!one.topologyKey) out.push(required(`${at}.topologyKey`, 'can not be empty'))
    if (one.whenUnsatisfiable !== 'DoNotSchedule' && one.whenUnsatisfiable !== 'ScheduleAnyway') {
      out.push(notSupported(`${at}.whenUnsatisfiable`, one.whenUnsatisfiable ?? '', ['DoNotSchedule', 'ScheduleAnyway']))
    }
    const pair = `{${one.topologyKey}, ${one.whenUnsatisfiable}}`
    if (pairs.has(pair)) out.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair))
    pairs.add(pair)
    if (one.minDomains !== undefined) {
      if (one.minDomains <= 0) out.push(invalid(`${at}.minDomains`, one.minDomains, 'must be greater than 0'))
      if (one.whenUnsatisfiable !== 'DoNotSchedule') {
        const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${one.whenUnsatisfiable}`
        out.push(invalid(`${at}.minDomains`, one.minDomains, why))
      }
    }
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = one[field]
      if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore') {
        out.push(notSupported(`${at}.${field}`, policy, ['Honor', 'Ignore']))
      }
    }
    one.matchLabelKeys?.forEach((key, k) => {
      if (!one.labelSelector) out.push(forbidden(`${at}.matchLabelKeys`, 'must not be specified when labelSelector is not set'))
      validateLabelName(key, `${at}.matchLabelKeys[${k}]`, out)
    })
    validateSelector(one.labelSelector, `${at}.labelSelector`, out)
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
    if (name) for (const message of rule(name)) out.push(invalid(`${path}.${field}`, name, message))
  }
}
