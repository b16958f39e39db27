import type { Rule } from '../watch'

/** A pool never grows beyond its bounds. */
export const poolBounds: Rule = ({ world, broken }) => {
  const sizes = new Map<string, number>()
  return {
    look() {
      for (const { name, size, max } of world.cluster.pools.groups) {
        if (size > max && size > (sizes.get(name) ?? 0)) broken(`pool ${name} grew to ${size} machines, ${max} at most`)
        sizes.set(name, size)
      }
    },
  }
}
