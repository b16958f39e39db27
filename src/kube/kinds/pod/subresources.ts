import type { Subresource } from '../../../api/kind'
import { resizedPod, validateResize } from './resize'
import type { Pod } from './types'
import { validateEphemeralUpdate } from './validateEphemeral'
import { validatePodSpec } from './validatePodSpec'

const part = ['get', 'patch', 'update']
const stream = ['create', 'get']

/** What else is under a pod's path. */
export const podSubresources: readonly Subresource<Pod>[] = [
  { name: 'attach', kind: 'PodAttachOptions', verbs: stream },
  { name: 'binding', kind: 'Binding', verbs: ['create'] },
  {
    name: 'ephemeralcontainers',
    kind: 'Pod',
    verbs: part,
    merge: (input, old) => ({ ...old, spec: { ...old.spec, ephemeralContainers: input.spec.ephemeralContainers } }),
    validate: validateEphemeralUpdate,
  },
  { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  { name: 'exec', kind: 'PodExecOptions', verbs: stream },
  { name: 'log', kind: 'Pod', verbs: ['get'] },
  { name: 'portforward', kind: 'PodPortForwardOptions', verbs: stream },
  { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  {
    name: 'resize',
    kind: 'Pod',
    verbs: part,
    merge: resizedPod,
    validate: (pod, old) => [...validatePodSpec(pod.spec, 'spec'), ...validateResize(pod, old)],
  },
]
