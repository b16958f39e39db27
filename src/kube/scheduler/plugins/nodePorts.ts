import { fits, refuse, type SchedulerPlugin } from '../plugin'
import { hostPortsOf, portsClash } from '../podInfo'

const taken = refuse("node(s) didn't have free ports for the requested pod ports", { preemptible: true })

/** A port of the node itself can be given to one pod only. */
export const nodePorts: SchedulerPlugin = {
  name: 'NodePorts',
  wakeOn: [
    {
      on: 'pod/delete',
      hint({ ports }, { pod }) {
        const freed = pod ? hostPortsOf(pod.spec.containers, pod.spec.initContainers) : []
        return freed.some((port) => ports.some((wanted) => portsClash(port, wanted)))
      },
    },
    { on: 'node/add' },
  ],
  filter({ ports }, { cluster: { table } }) {
    if (ports.length === 0) return null
    return (slot) => (table.portsOn(slot).some((used) => ports.some((wanted) => portsClash(used, wanted))) ? taken : fits)
  },
}
