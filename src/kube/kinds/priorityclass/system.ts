/** The classes that every cluster has, and their texts; upstream: scheduling.SystemPriorityClasses. */
export const systemPriorityClasses = [
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
] as const

/** Priorities at and above this one belong to the system; upstream: scheduling.SystemCriticalPriority. */
export const SYSTEM_CRITICAL = 2_000_000_000

/** The highest value that a class of a person may have; upstream: HighestUserDefinablePriority. */
export const HIGHEST_USER_PRIORITY = 1_000_000_000
