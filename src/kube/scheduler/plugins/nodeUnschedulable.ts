import type { Taint } from '../../kinds/node/api'
import { fits, refuse, type SchedulerPlugin } from '../plugin'
import { tolerates } from './taintToleration'

const cordoned = refuse('node(s) were unschedulable', { preemptible: false })
const taint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

/** Cordoned nodes take no new pods, except those that tolerate it. */
export const nodeUnschedulable: SchedulerPlugin = {
  name: 'NodeUnschedulable',
  wakeOn: [
    { on: 'node/add', hint: (_, { node }) => !node?.spec?.unschedulable },
    { on: 'node/taints', hint: (_, { node, oldNode }) => !node?.spec?.unschedulable && oldNode?.spec?.unschedulable === true },
    { on: 'own/tolerations', hint: ({ tolerations }) => tolerations.list.some((toleration) => tolerates(toleration, taint)) },
  ],
  fixedBy: ({ tolerations }) => tolerations.key,
  filter({ tolerations }, { cluster: { table } }) {
    if (!table.any('unschedulable', (node) => node.spec?.unschedulable === true)) return null
    if (tolerations.list.some((toleration) => tolerates(toleration, taint))) return null
    const mask = table.mask('unschedulable', (node) => node.spec?.unschedulable === true)
    return (slot) => (mask[slot] ? cordoned : fits)
  },
}
