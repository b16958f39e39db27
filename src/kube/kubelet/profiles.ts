import type { VolumeFiles } from '../../runtime/volumeFiles'
import type { Container } from '../kinds/pod/api'
import { folderOf } from './places'
import type { PodRecord } from './shared'

/** Why a container cannot be created: reason of its state, and the message. */
export interface CreateProblem {
  readonly reason: 'CreateContainerConfigError' | 'CreateContainerError'
  readonly message: string
}

/** Where a kubelet looks for seccomp profiles. */
const SECCOMP_FOLDER = '/var/lib/kubelet/seccomp'

/**
 * Profiles of the node that a container asks for must be there: files for seccomp, which a pod may have written through a hostPath; AppArmor's
 * are in the kernel, where nothing here can load any. Upstream: containerd, internal/cri/server/container_create.go.
 */
export function profileProblem({ pod, node }: PodRecord, container: Container, files: VolumeFiles): CreateProblem | undefined {
  const own = container.securityContext
  const appArmor = own?.appArmorProfile ?? pod.spec.securityContext?.appArmorProfile
  if (appArmor?.type === 'Localhost')
    return failed(
      `failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found ${appArmor.localhostProfile}`,
    )
  const seccomp = own?.seccompProfile ?? pod.spec.securityContext?.seccompProfile
  // A privileged container runs without one, whatever it asks for.
  if (seccomp?.type !== 'Localhost' || own?.privileged) return undefined
  const path = `${SECCOMP_FOLDER}/${seccomp.localhostProfile}`
  if (files.of(folderOf(node, path).id!).files[path] !== undefined) return undefined
  return failed(
    `failed to create containerd container: cannot load seccomp profile ${JSON.stringify(path)}: open ${path}: no such file or directory`,
  )
}

const failed = (message: string): CreateProblem => ({ reason: 'CreateContainerError', message })
