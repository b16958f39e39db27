import { duplicate, forbidden, invalid, notFound, notSupported, required, type FieldError } from '../../../api/errors'
import { dns1123Label, portName, portNumber, unixId } from '../../../api/names'
import type { Container, ContainerPort, ContainerResizePolicy, EphemeralContainer, SecurityContext } from './containerTypes'
import type { RestartPolicy } from './types'
import { validateEnv, validateEnvFrom } from './validateEnv'
import { validateProbes } from './validateHandler'
import { validateMounts } from './validateMounts'
import { validateAppArmor, validateSeccomp, validateWindows } from './validateProfiles'
import { validateResources } from './validateResources'
import type { Volume } from './volumeTypes'

/** What the checks of a container must know of its pod. */
export interface PodFacts {
  readonly volumes: ReadonlyMap<string, Volume>
  /** The names of its resource claims. */
  readonly claims: ReadonlySet<string>
  readonly grace: number
  readonly restartPolicy: RestartPolicy | undefined
  /** Does it share the users of its host? */
  readonly hostUsers: boolean
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const protocols = ['SCTP', 'TCP', 'UDP']
const restartPolicies = ['Always', 'OnFailure', 'Never']
const onlySidecars = 'may not be set for init containers without restartPolicy=Always'
const neverEphemeral = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const
const notForEphemeral = 'cannot be set for an Ephemeral Container'
const resizable = ['cpu', 'memory']
const resizePolicies = ['NotRequired', 'RestartContainer']
const sidecarFields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** Checks the main containers. Rule: validateContainers. */
export function validateContainers(
  containers: readonly Container[] | undefined,
  facts: PodFacts,
  path: string,
  out: FieldError[],
): void {
  if (!containers?.length) return void out.push(required(path))
  const names = new Set<string>()
  containers.forEach((container, i) => {
    const at = `${path}[${i}]`
    validateContainer(container, facts, at, out)
    validateProbes(container, facts.grace, at, out)
    unique(container.name, names, at, out)
    validateRestart(container, at, out)
  })
  hostPortConflicts(containers, path, out)
}

/** Checks the containers that run before, and sidecars among them. Rule: validateInitContainers. */
export function validateInitContainers(
  containers: readonly Container[] | undefined,
  main: readonly Container[],
  facts: PodFacts,
  path: string,
  out: FieldError[],
): void {
  if (!containers?.length) return
  const names = new Set(main.map((container) => container.name))
  containers.forEach((container, i) => {
    const at = `${path}[${i}]`
    validateContainer(container, facts, at, out)
    unique(container.name, names, at, out)
    validateRestart(container, at, out)
    if (container.restartPolicy === 'Always') validateProbes(container, facts.grace, at, out)
    else for (const field of sidecarFields) if (container[field]) out.push(forbidden(`${at}.${field}`, onlySidecars))
    hostPortConflicts([container], path, out, i)
  })
}

/** Checks the containers that were added to find out what is wrong. Rule: validateEphemeralContainers. */
export function validateEphemeralContainers(
  containers: readonly EphemeralContainer[] | undefined,
  others: readonly Container[],
  facts: PodFacts,
  path: string,
  out: FieldError[],
): void {
  const targets = new Set(others.map((container) => container.name))
  const names = new Set(targets)
  containers?.forEach((container, i) => {
    const at = `${path}[${i}]`
    validateContainer(container, facts, at, out)
    validateImageSpace(container, at, out)
    unique(container.name, names, at, out)
    const target = container.targetContainerName
    if (target && !targets.has(target)) out.push(notFound(`${at}.targetContainerName`, target))
    for (const field of neverEphemeral) {
      const value: unknown = container[field]
      // The server fills in resources that hold nothing.
      const isEmpty = value === undefined || (field === 'resources' && Object.keys(value as object).length === 0)
      if (!isEmpty) out.push(forbidden(`${at}.${field}`, notForEphemeral))
    }
    container.volumeMounts?.forEach((mount, m) => {
      for (const field of ['subPath', 'subPathExpr'] as const) {
        if (mount[field]) out.push(forbidden(`${at}.volumeMounts[${m}].${field}`, notForEphemeral))
      }
    })
  })
}

/** What a pod's image must not have, and a template's may. Rule: validateContainerOnlyForPod. */
export function validateImageSpace({ image = '' }: Container, path: string, out: FieldError[]): void {
  if (image !== image.trim()) out.push(invalid(`${path}.image`, image, 'must not have leading or trailing whitespace'))
}

function validateContainer(container: Container, facts: PodFacts, path: string, out: FieldError[]): void {
  const { name, image } = container
  if (!name) out.push(required(`${path}.name`))
  else for (const message of dns1123Label(name)) out.push(invalid(`${path}.name`, name, message))
  if (!image) out.push(required(`${path}.image`))
  validateTermination(container.terminationMessagePolicy, `${path}.terminationMessagePolicy`, out)
  validatePorts(container.ports, `${path}.ports`, out)
  validateEnv(container.env, `${path}.env`, out)
  validateEnvFrom(container.envFrom, `${path}.envFrom`, out)
  validateMounts(container, facts.volumes, path, out)
  const pull = container.imagePullPolicy
  if (!pull) out.push(required(`${path}.imagePullPolicy`))
  else if (!pullPolicies.includes(pull)) out.push(notSupported(`${path}.imagePullPolicy`, pull, pullPolicies))
  validateResources(container.resources, `${path}.resources`, out, facts.claims)
  validateResizePolicy(container.resizePolicy, facts.restartPolicy, `${path}.resizePolicy`, out)
  validateSecurityContext(container.securityContext, facts.hostUsers, `${path}.securityContext`, out)
}

function validateTermination(policy: string | undefined, path: string, out: FieldError[]): void {
  if (policy === 'File' || policy === 'FallbackToLogsOnError') return
  if (policy) out.push(notSupported(path, policy, ['File', 'FallbackToLogsOnError']))
  else out.push(required(path))
}

function validateRestart({ restartPolicy }: Container, path: string, out: FieldError[]): void {
  if (restartPolicy !== undefined && !restartPolicies.includes(restartPolicy)) {
    out.push(notSupported(`${path}.restartPolicy`, restartPolicy, restartPolicies))
  }
}

function unique(name: string, names: Set<string>, path: string, out: FieldError[]): void {
  if (names.has(name)) out.push(duplicate(`${path}.name`, name))
  else names.add(name)
}

function validatePorts(ports: readonly ContainerPort[] | undefined, path: string, out: FieldError[]): void {
  const names = new Set<string>()
  ports?.forEach(({ name, containerPort, hostPort, protocol }, i) => {
    const at = `${path}[${i}]`
    if (name) {
      const messages = portName(name)
      for (const message of messages) out.push(invalid(`${at}.name`, name, message))
      if (!messages.length && names.has(name)) out.push(duplicate(`${at}.name`, name))
      else if (!messages.length) names.add(name)
    }
    if (!containerPort) out.push(required(`${at}.containerPort`))
    else for (const message of portNumber(containerPort)) out.push(invalid(`${at}.containerPort`, containerPort, message))
    if (hostPort) for (const message of portNumber(hostPort)) out.push(invalid(`${at}.hostPort`, hostPort, message))
    if (!protocol) out.push(required(`${at}.protocol`))
    else if (!protocols.includes(protocol)) out.push(notSupported(`${at}.protocol`, protocol, protocols))
  })
}

function hostPortConflicts(containers: readonly Container[], path: string, out: FieldError[], first = 0): void {
  const taken = new Set<string>()
  containers.forEach(({ ports }, i) =>
    ports?.forEach(({ hostPort, hostIP = '', protocol }, p) => {
      if (!hostPort) return
      const key = `${protocol}/${hostIP}/${hostPort}`
      if (taken.has(key)) out.push(duplicate(`${path}[${first + i}].ports[${p}].hostPort`, key))
      taken.add(key)
    }),
  )
}

/** The path is the list's, as upstream has it. */
function validateResizePolicy(
  policies: readonly ContainerResizePolicy[] | undefined,
  ofPod: RestartPolicy | undefined,
  path: string,
  out: FieldError[],
): void {
  const seen = new Set<string>()
  const known = (value: string, allowed: readonly string[]) => {
    if (!value) out.push(required(path))
    else if (!allowed.includes(value)) out.push(notSupported(path, value, allowed))
  }
  policies?.forEach(({ resourceName, restartPolicy }, i) => {
    if (seen.has(resourceName)) out.push(duplicate(`${path}[${i}]`, resourceName))
    seen.add(resourceName)
    known(resourceName, resizable)
    known(restartPolicy, resizePolicies)
    if (ofPod === 'Never' && restartPolicy !== 'NotRequired') {
      out.push(invalid(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
    }
  })
}

function validateSecurityContext(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  path: string,
  out: FieldError[],
): void {
  if (!context) return
  for (const field of ['runAsUser', 'runAsGroup'] as const) {
    const id = context[field]
    if (id !== undefined) for (const message of unixId(id)) out.push(invalid(`${path}.${field}`, id, message))
  }
  const { procMount } = context
  if (procMount !== undefined && procMount !== 'Default' && procMount !== 'Unmasked') {
    out.push(notSupported(`${path}.procMount`, procMount, ['Default', 'Unmasked']))
  }
  if (hostUsers && procMount === 'Unmasked') {
    out.push(invalid(`${path}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`'))
  }
  validateSeccomp(context.seccompProfile, `${path}.seccompProfile`, out)
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged) {
      out.push(invalid(path, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
    }
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      const why = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'
      out.push(invalid(path, context, why))
    }
  }
  validateWindows(context.windowsOptions, `${path}.windowsOptions`, out)
  validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`, out)
}
