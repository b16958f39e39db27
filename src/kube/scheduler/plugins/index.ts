import type { SchedulerPlugin } from '../plugin'
import { imageLocality } from './imageLocality'
import { interPodAffinity } from './interPodAffinity'
import { nodeAffinity } from './nodeAffinity'
import { nodeName } from './nodeName'
import { nodePorts } from './nodePorts'
import { nodeResourcesBalancedAllocation } from './nodeResourcesBalancedAllocation'
import { nodeResourcesFit } from './nodeResourcesFit'
import { nodeUnschedulable } from './nodeUnschedulable'
import { podTopologySpread } from './podTopologySpread'
import { schedulingGates } from './schedulingGates'
import { taintToleration } from './taintToleration'

/** The plugins of a default cluster. Order is meaning: the first that refuses a node is the one that is named. */
export const defaultPlugins: readonly SchedulerPlugin[] = [
  schedulingGates,
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  podTopologySpread,
  interPodAffinity,
  nodeResourcesBalancedAllocation,
  imageLocality,
]
