import { duplicate, forbidden, invalid, notFound, notSupported, required, type FieldError } from '../../../api/errors'
import { dns1123Label, portName, portNumber, unixId } from '../../../api/names'
import type { Container, ContainerPort, SecurityContext } from './containerTypes'
import { validateEnv, validateEnvFrom } from './validateEnv'
import { validateProbes } from './validateHandler'
import { validateResources } from './validateResources'
import { descending } from './validateVolume'

/** What the checks of a container must know of its pod. */
export interface PodFacts {
  readonly volumes: ReadonlySet<string>
  readonly grace: number
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const protocols = ['SCTP', 'TCP', 'UDP']
const restartPolicies = ['Always', 'OnFailure', 'Never']
const onlySidecars = 'may not be set for init containers without restartPolicy=Always'
const neverEphemeral = ['ports', 'lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const
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

/** Checks the containers that were added to find out what is wrong. Rule: ValidateEphemeralContainers. */
export function validateEphemeralContainers(
  containers: readonly Container[] | undefined,
  others: readonly Container[],
  facts: PodFacts,
  path: string,
  out: FieldError[],
): void {
  const names = new Set(others.map((container) => container.name))
  containers?.forEach((container, i) => {
    const at = `${path}[${i}]`
    validateContainer(container, facts, at, out)
    unique(container.name, names, at, out)
    for (const field of neverEphemeral)
      if (container[field]) out.push(forbidden(`${at}.${field}`, 'cannot be set for an Ephemeral Container'))
  })
}

function validateContainer(container: Container, facts: PodFacts, path: string, out: FieldError[]): void {
  const { name, image } = container
  if (!name) out.push(required(`${path}.name`))
  else for (const message of dns1123Label(name)) out.push(invalid(`${path}.name`, name, message))
  if (!image) out.push(required(`${path}.image`))
  else if (image !== image.trim()) out.push(invalid(`${path}.image`, image, 'must not have leading or trailing whitespace'))
  validateTermination(container.terminationMessagePolicy, `${path}.terminationMessagePolicy`, out)
  validatePorts(container.ports, `${path}.ports`, out)
  validateEnv(container.env, `${path}.env`, out)
  validateEnvFrom(container.envFrom, `${path}.envFrom`, out)
  validateMounts(container, facts.volumes, path, out)
  const pull = container.imagePullPolicy
  if (!pull) out.push(required(`${path}.imagePullPolicy`))
  else if (!pullPolicies.includes(pull)) out.push(notSupported(`${path}.imagePullPolicy`, pull, pullPolicies))
  validateResources(container.resources, `${path}.resources`, out)
  validateSecurityContext(container.securityContext, `${path}.securityContext`, out)
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

function validateMounts(container: Container, volumes: ReadonlySet<string>, path: string, out: FieldError[]): void {
  const devices = new Set(container.volumeDevices?.map((device) => device.devicePath))
  const deviceNames = new Set(container.volumeDevices?.map((device) => device.name))
  const points = new Set<string>()
  container.volumeMounts?.forEach((mount, i) => {
    const at = `${path}.volumeMounts[${i}]`
    if (!mount.name) out.push(required(`${at}.name`))
    if (!volumes.has(mount.name)) out.push(notFound(`${at}.name`, mount.name ?? ''))
    if (!mount.mountPath) out.push(required(`${at}.mountPath`))
    if (points.has(mount.mountPath)) out.push(invalid(`${at}.mountPath`, mount.mountPath, 'must be unique'))
    points.add(mount.mountPath)
    if (devices.has(mount.mountPath))
      out.push(invalid(`${at}.mountPath`, mount.mountPath, 'must not already exist in volumeDevices'))
    if (deviceNames.has(mount.name)) out.push(invalid(`${at}.name`, mount.name, 'must not already exist in volumeDevices'))
    // From here on the paths are the list's, as upstream has them.
    if (mount.subPath) descending(mount.subPath, `${path}.volumeMounts.subPath`, out)
    if (mount.subPathExpr) {
      if (mount.subPath)
        out.push(invalid(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
      descending(mount.subPathExpr, `${path}.volumeMounts.subPathExpr`, out)
    }
    validatePropagation(container, mount.mountPropagation, `${path}.volumeMounts.mountPropagation`, out)
  })
  const paths = new Set<string>()
  const names = new Set<string>()
  container.volumeDevices?.forEach(({ name, devicePath }, i) => {
    const at = `${path}.volumeDevices[${i}]`
    if (!name) out.push(required(`${at}.name`))
    if (names.has(name)) out.push(invalid(`${at}.name`, name, 'must be unique'))
    names.add(name)
    if (!devicePath) out.push(required(`${at}.devicePath`))
    if (paths.has(devicePath)) out.push(invalid(`${at}.devicePath`, devicePath, 'must be unique'))
    if (devicePath) noBackstep(devicePath, `${at}.devicePath`, out)
    paths.add(devicePath)
    if (!volumes.has(name)) out.push(notFound(`${at}.name`, name ?? ''))
  })
}

function noBackstep(target: string, path: string, out: FieldError[]): void {
  if (target.split('/').includes('..')) out.push(invalid(path, target, "can not contain backsteps ('..')"))
}

const propagations = ['Bidirectional', 'HostToContainer', 'None']

function validatePropagation(container: Container, mode: string | undefined, path: string, out: FieldError[]): void {
  if (mode === undefined) return
  if (!propagations.includes(mode)) out.push(notSupported(path, mode, propagations))
  if (mode === 'Bidirectional' && !container.securityContext?.privileged) {
    out.push(forbidden(path, 'Bidirectional mount propagation is available only to privileged containers'))
  }
}

function validateSecurityContext(context: SecurityContext | undefined, path: string, out: FieldError[]): void {
  if (!context) return
  for (const field of ['runAsUser', 'runAsGroup'] as const) {
    const id = context[field]
    if (id !== undefined) for (const message of unixId(id)) out.push(invalid(`${path}.${field}`, id, message))
  }
  if (context.procMount !== undefined && context.procMount !== 'Default' && context.procMount !== 'Unmasked') {
    out.push(notSupported(`${path}.procMount`, context.procMount, ['Default', 'Unmasked']))
  }
  if (context.allowPrivilegeEscalation !== false) return
  if (context.privileged) {
    out.push(invalid(path, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
  }
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
    out.push(invalid(path, context, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'))
  }
}
