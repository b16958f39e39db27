const minFeasible = 100
const minPercentage = 5

/**
 * How many nodes that will do are enough to choose from, of `all`. `percentage` 0: adaptive, 50% less 1% for each 125 nodes, but not below
 * 5%. Never fewer than 100. Rule: schedule_one.go, numFeasibleNodesToFind.
 */
export function numFeasibleNodesToFind(percentage: number, all: number): number {
  if (all < minFeasible) return all
  const share = percentage === 0 ? Math.max(minPercentage, 50 - Math.trunc(all / 125)) : percentage
  return Math.max(minFeasible, Math.trunc((all * Math.min(100, share)) / 100))
}
