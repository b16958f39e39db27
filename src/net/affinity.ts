import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { Random } from '../kernel/random'
import type { Service } from '../kube/kinds/service/api'
import type { Target } from './route'

/** A client that a service sends to one endpoint, as long as it comes back in time. */
export interface Stickiness {
  readonly client: string
  readonly ip: string
  readonly pod: string
  /** Until when it holds without another request, virtual ms. */
  readonly until: number
}

/** Remembers which endpoint a client got; upstream: kube-proxy with sessionAffinity ClientIP. */
export interface Affinity {
  /** The endpoint for this client: the one it had, if it is still there and in time, else one by chance. */
  pick(service: Service, client: string, targets: readonly Target[], random: Random): Target
  /** Who sticks where, by the Service's uid. */
  of(service: string): readonly Stickiness[]
}

const DEFAULT_SECONDS = 10_800

/** Makes the memory; a part of every keyframe. */
export function createAffinity(kernel: Kernel): Affinity {
  const sticking = new CowMap<string, readonly Stickiness[]>()
  kernel.part<SavedMap<string, readonly Stickiness[]>>('network.affinity', {
    save: () => sticking.save(),
    load: (saved) => sticking.load(saved),
  })
  return {
    pick(service, client, targets, random) {
      const { uid } = service.metadata
      const known = sticking.get(uid) ?? []
      const now = kernel.now
      const old = known.find((each) => each.client === client && each.until > now)
      const target = targets.find(({ ip }) => ip === old?.ip) ?? targets[random.int(targets.length)]!
      const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_SECONDS
      const next: Stickiness = { client, ip: target.ip, pod: target.pod, until: now + seconds * 1000 }
      sticking.set(uid, [...known.filter((each) => each.client !== client && each.until > now), next])
      return target
    },
    of: (service) => (sticking.get(service) ?? []).filter(({ until }) => until > kernel.now),
  }
}
