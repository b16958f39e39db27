import type { CowMap } from '../../../kernel/cowMap'
import type { Kernel } from '../../../kernel/kernel'
import type { Computation } from './sync'

const known = new WeakMap<Kernel, CowMap<string, Computation>>()

/** Lets others read what the autoscaler of this world computed. */
export const keepComputations = (kernel: Kernel, computations: CowMap<string, Computation>): void =>
  void known.set(kernel, computations)

/** Why the autoscaler `namespace/name` wants the size it wants: its last computation; undefined before the first. */
export const computationOf = (kernel: Kernel, key: string): Computation | undefined => known.get(kernel)?.get(key)
