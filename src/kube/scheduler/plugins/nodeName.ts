import { fits, refuse, type SchedulerPlugin } from '../plugin'

const otherName = refuse("node(s) didn't match the requested node name", { preemptible: false })

/** A pod that names its node goes nowhere else. */
export const nodeName: SchedulerPlugin = {
  name: 'NodeName',
  wakeOn: [{ on: 'node/add', hint: ({ pod }, { node }) => node?.metadata.name === pod.spec.nodeName }],
  fixedBy: ({ pod }) => pod.spec.nodeName ?? '',
  filter({ pod }, { cluster }) {
    if (!pod.spec.nodeName) return null
    const wanted = cluster.table.find(pod.spec.nodeName)
    return (slot) => (slot === wanted ? fits : otherName)
  },
}
