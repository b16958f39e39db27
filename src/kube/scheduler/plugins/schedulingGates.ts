import { fits, refuse, type SchedulerPlugin } from '../plugin'

/** Pods whose creator holds them back wait until every gate is taken away. */
export const schedulingGates: SchedulerPlugin = {
  name: 'SchedulingGates',
  wakeOn: [],
  gate({ pod }) {
    const gates = pod.spec.schedulingGates ?? []
    if (gates.length === 0) return fits
    return refuse(`waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`, { preemptible: false })
  },
}
