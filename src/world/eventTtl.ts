import type { Store } from '../api/store'
import { virtualMs } from '../api/time'
import type { EventLog } from '../control/recorder'
import type { Kernel } from '../kernel/kernel'
import type { Event as KubeEvent } from '../kube/kinds/event/api'

/** kube-apiserver --event-ttl, and how often this looks. */
const TTL_MS = 3_600_000
const SWEEP_MS = 300_000

/** Drops Events an hour after they were last seen, as etcd's leases do. */
export function keepEventsFresh(kernel: Kernel, store: Store, events: EventLog): void {
  const topic = 'event-ttl'
  kernel.on(topic, () => {
    const gone = new Set<string>()
    for (const event of [...store.all('Event')] as KubeEvent[]) {
      if (virtualMs(event.lastTimestamp ?? event.metadata.creationTimestamp) + TTL_MS > kernel.now) continue
      gone.add(event.metadata.name)
      store.remove(event, kernel.cause)
    }
    if (gone.size) events.forget(gone)
    kernel.schedule(SWEEP_MS, topic, '')
  })
  kernel.schedule(SWEEP_MS, topic, '')
}
