import { nodeSteps } from './nodes'
import { planeSteps } from './plane'
import { podSteps } from './pods'
import { ruleSteps } from './rules'
import { scalingSteps } from './scaling'
import { serviceSteps } from './services'
import { workloadSteps } from './workloads'
import type { Seen, Step } from './seen'

/** Who knows something to tell; of equally telling steps the first one's is told. */
const tellers = [planeSteps, nodeSteps, ruleSteps, scalingSteps, workloadSteps, podSteps, serviceSteps]

/** Everything that happened between two moments, each as a sentence that is true at the second. */
export const allSteps = (before: Seen, after: Seen): Step[] => tellers.flatMap((steps) => steps(before, after))

/** The most telling of several steps, the first of those that are equally so. */
export const heaviest = (steps: readonly Step[]): Step | null =>
  steps.reduce<Step | null>((most, one) => (most && most.weight >= one.weight ? most : one), null)

/** The one most telling step between two moments, or null where nothing happened that is worth a sentence. */
export const narrate = (before: Seen, after: Seen): Step | null => heaviest(allSteps(before, after))
