import { fits, refuse, type SchedulerPlugin } from '../plugin'
import { claimsOf, concernsClaims } from '../podClaims'

const elsewhere = refuse('node(s) had no available volume zone', { preemptible: false })

const keys = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
] as const

/** Names by which a label went before. */
const formerly: Readonly<Record<string, string>> = {
  'topology.kubernetes.io/zone': 'failure-domain.beta.kubernetes.io/zone',
  'topology.kubernetes.io/region': 'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
}

/** Volumes may say by labels in which zones they are (`a__b`: in both); their pods go there. */
export const volumeZone: SchedulerPlugin = {
  name: 'VolumeZone',
  wakeOn: [{ on: 'storage', hint: (pod, { object }) => concernsClaims(pod, object) }, { on: 'node/add' }, { on: 'node/labels' }],
  filter(pod, context) {
    const { storage, cluster } = context
    if (!storage) return null
    const wanted: { readonly key: string; readonly values: ReadonlySet<string> }[] = []
    for (const { spec } of claimsOf(pod, context)) {
      const labels = spec.volumeName ? storage.get('PersistentVolume', spec.volumeName)?.metadata.labels : undefined
      for (const key of keys) {
        const value = labels?.[key]
        if (value !== undefined) wanted.push({ key, values: new Set(value.split('__')) })
      }
    }
    if (wanted.length === 0) return null
    return (slot) => {
      const labels = cluster.node(cluster.table.names()[slot]!)!.metadata.labels ?? {}
      // Nodes that tell nothing of zones are not refused.
      if (!keys.some((key) => labels[key] !== undefined)) return fits
      const here = wanted.every(({ key, values }) => {
        const value = labels[key] ?? labels[formerly[key]!]
        return value !== undefined && values.has(value)
      })
      return here ? fits : elsewhere
    }
  },
}
