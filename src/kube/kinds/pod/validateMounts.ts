import { forbidden, invalid, notFound, notSupported, required, type FieldError } from '../../../api/errors'
import type { Container, VolumeMount } from './containerTypes'
import { climbs, descending } from './validatePaths'
import type { Volume } from './volumeTypes'

type Volumes = ReadonlyMap<string, Volume>

const propagations = ['Bidirectional', 'HostToContainer', 'None']
const recursions = ['Disabled', 'Enabled', 'IfPossible']

/** Checks where a container finds its volumes, as folders and as raw devices. Rules: ValidateVolumeMounts, ValidateVolumeDevices. */
export function validateMounts(container: Container, volumes: Volumes, path: string, out: FieldError[]): void {
  const devices = new Map(container.volumeDevices?.map(({ name, devicePath }) => [name, devicePath]))
  const devicePaths = new Set(devices.values())
  const points = new Set<string>()
  container.volumeMounts?.forEach((mount, i) => {
    const at = `${path}.volumeMounts[${i}]`
    const { name = '', mountPath = '' } = mount
    if (!name) out.push(required(`${at}.name`))
    if (!volumes.has(name)) out.push(notFound(`${at}.name`, name))
    if (!mountPath) out.push(required(`${at}.mountPath`))
    if (points.has(mountPath)) out.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'))
    points.add(mountPath)
    if (devices.has(name)) out.push(invalid(`${at}.name`, name, 'must not already exist in volumeDevices'))
    if (devicePaths.has(mountPath)) {
      out.push(invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'))
    }
    validateSubPaths(mount, `${path}.volumeMounts`, at, out)
    // From here on the paths are the list's, as upstream has them.
    validatePropagation(container, mount.mountPropagation, `${path}.volumeMounts.mountPropagation`, out)
    validateRecursion(mount, `${path}.volumeMounts.recursiveReadOnly`, out)
  })
  validateDevices(container, volumes, path, out)
}

function validateSubPaths(mount: VolumeMount, list: string, at: string, out: FieldError[]): void {
  for (const field of ['subPath', 'subPathExpr'] as const) {
    const target = mount[field]
    if (!target) continue
    if (field === 'subPathExpr' && mount.subPath) {
      out.push(invalid(`${at}.subPathExpr`, target, 'subPathExpr and subPath are mutually exclusive'))
    }
    descending(target, `${list}.${field}`, out)
  }
}

function validatePropagation(container: Container, mode: string | undefined, path: string, out: FieldError[]): void {
  if (mode === undefined) return
  if (!propagations.includes(mode)) out.push(notSupported(path, mode, propagations))
  if (mode === 'Bidirectional' && !container.securityContext?.privileged) {
    out.push(forbidden(path, 'Bidirectional mount propagation is available only to privileged containers'))
  }
}

/** Rule: validateMountRecursiveReadOnly. */
function validateRecursion(
  { recursiveReadOnly, readOnly, mountPropagation }: VolumeMount,
  path: string,
  out: FieldError[],
): void {
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return
  if (!recursions.includes(recursiveReadOnly)) return void out.push(notSupported(path, recursiveReadOnly, recursions))
  if (!readOnly) out.push(forbidden(path, 'may only be specified when readOnly is true'))
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    out.push(forbidden(path, 'may only be specified when mountPropagation is None or not specified'))
  }
}

function validateDevices(container: Container, volumes: Volumes, path: string, out: FieldError[]): void {
  const mounts = new Map(container.volumeMounts?.map(({ name, mountPath }) => [name, mountPath]))
  const mountPaths = new Set(mounts.values())
  const paths = new Set<string>()
  const names = new Set<string>()
  container.volumeDevices?.forEach(({ name = '', devicePath = '' }, i) => {
    const at = `${path}.volumeDevices[${i}]`
    const volume = volumes.get(name)
    if (!name) out.push(required(`${at}.name`))
    if (names.has(name)) out.push(invalid(`${at}.name`, name, 'must be unique'))
    if (!volume) out.push(notFound(`${at}.name`, name))
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      const why = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
      out.push(invalid(`${at}.name`, name, why))
    }
    if (!devicePath) out.push(required(`${at}.devicePath`))
    if (paths.has(devicePath)) out.push(invalid(`${at}.devicePath`, devicePath, 'must be unique'))
    if (climbs(devicePath)) out.push(invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"))
    else paths.add(devicePath)
    if (mounts.has(name)) out.push(invalid(`${at}.name`, name, 'must not already exist in volumeMounts'))
    if (mountPaths.has(devicePath)) {
      out.push(invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'))
    }
    if (name) names.add(name)
  })
}
