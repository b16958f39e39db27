import type { KubeObject } from '../../../../src/api/meta'
import { milli } from '../../../../src/api/quantity'
import { virtualMs } from '../../../../src/api/time'
import type { PersistentVolumeClaim } from '../../../../src/kube/kinds/persistentvolumeclaim/api'
import type { Pod } from '../../../../src/kube/kinds/pod/api'
import type { ResourceQuota } from '../../../../src/kube/kinds/resourcequota/api'
import type { World } from '../../../../src/world/world'
import { all, titleOf } from '../read'
import type { Rule } from '../watch'

const COUNTED: Readonly<Record<string, string>> = {
  pods: 'Pod',
  'count/pods': 'Pod',
  services: 'Service',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  'count/deployments.apps': 'Deployment',
}

const counts = ({ metadata, status }: Pod, now: number) =>
  status?.phase !== 'Succeeded' &&
  status?.phase !== 'Failed' &&
  (!metadata.deletionTimestamp ||
    now <= virtualMs(metadata.deletionTimestamp) + (metadata.deletionGracePeriodSeconds ?? 0) * 1000)

/** Thousandths of what objects of a namespace use of something that a quota limits. */
function used(world: World, namespace: string, name: string): number {
  const those = <T extends KubeObject>(kind: string) =>
    world.cluster.store.inNamespace(kind, namespace) as unknown as readonly T[]
  if (name === 'count/pods') return those('Pod').length * 1000
  if (name === 'pods') return those<Pod>('Pod').filter((pod) => counts(pod, world.now)).length * 1000
  const kind = COUNTED[name]
  if (kind) return those(kind).length * 1000
  if (name === 'requests.storage') {
    return those<PersistentVolumeClaim>('PersistentVolumeClaim').reduce(
      (sum, { spec }) => sum + milli(spec.resources?.requests?.['storage'] ?? '0'),
      0,
    )
  }
  const [list, resource] = name.split('.') as ['requests' | 'limits', string]
  return those<Pod>('Pod')
    .filter((pod) => counts(pod, world.now))
    .flatMap(({ spec }) => spec.containers)
    .reduce((sum, { resources }) => sum + milli(resources?.[list]?.[resource] ?? '0'), 0)
}

/** Whatever comes into a namespace with a quota fits into it. */
export const quota: Rule = ({ world, broken }) => ({
  written({ type, object }) {
    const { namespace } = object.metadata
    if (type !== 'ADDED' || !namespace || object.kind === 'Event') return
    for (const { status, metadata } of world.cluster.store.inNamespace('ResourceQuota', namespace) as readonly ResourceQuota[]) {
      for (const [name, hard] of Object.entries(status?.hard ?? {})) {
        const kind = COUNTED[name] ?? (name === 'requests.storage' ? 'PersistentVolumeClaim' : 'Pod')
        if (kind !== object.kind) continue
        const sum = used(world, namespace, name)
        if (sum > milli(hard))
          broken(`with ${titleOf(object)} ${name} is ${sum / 1000}, and quota ${metadata.name} allows ${hard}`)
      }
    }
  },
})

/** At rest a quota says what is there. Gives what does not agree. */
export function wrongQuotas(world: World): string[] {
  return all<ResourceQuota>(world, 'ResourceQuota').flatMap(({ metadata, status, spec }) =>
    Object.keys(spec.hard ?? {}).flatMap((name) => {
      const [told, there] = [milli(status?.used?.[name] ?? '-1'), used(world, metadata.namespace!, name)]
      return told === there ? [] : [`quota ${metadata.name} says ${told / 1000} of ${name}, and there are ${there / 1000}`]
    }),
  )
}
