import type { SchedulerPlugin } from '../plugin'
import { dynamicResources } from './dynamicResources'
import { imageLocality } from './imageLocality'
import { interPodAffinity } from './interPodAffinity'
import { nodeAffinity } from './nodeAffinity'
import { nodeName } from './nodeName'
import { nodePorts } from './nodePorts'
import { nodeResourcesBalancedAllocation } from './nodeResourcesBalancedAllocation'
import { nodeResourcesFit } from './nodeResourcesFit'
import { nodeUnschedulable } from './nodeUnschedulable'
import { nodeVolumeLimits } from './nodeVolumeLimits'
import { podTopologySpread } from './podTopologySpread'
import { schedulingGates } from './schedulingGates'
import { taintToleration } from './taintToleration'
import { volumeBinding } from './volumeBinding'
import { volumeRestrictions } from './volumeRestrictions'
import { volumeZone } from './volumeZone'

/** The plugins of a default cluster. Order is meaning: the first that refuses a node is the one that is named. */
export const defaultPlugins: readonly SchedulerPlugin[] = [
  schedulingGates,
  dynamicResources,
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
  nodeResourcesBalancedAllocation,
  imageLocality,
]
