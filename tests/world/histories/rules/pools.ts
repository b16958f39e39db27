import type { Rule } from '../watch'

interface Known {
  readonly size: number
  readonly max: number
}

/** A pool never grows beyond its bounds: those of now, or any that held since it was last looked at. */
export const poolBounds: Rule = ({ world, broken }) => {
  let known = new Map<string, Known>()
  let read = 0
  return {
    look() {
      const orders = world.log.slice(read)
      read = world.log.length
      for (const { name, size, max } of world.cluster.pools.groups) {
        const before = known.get(name)
        const ordered = orders.map(({ command }) =>
          command.type === 'set-pool' && command.name === name ? (command.max ?? 0) : 0,
        )
        const most = Math.max(max, before?.max ?? 0, ...ordered)
        if (size > most && size > (before?.size ?? 0)) broken(`pool ${name} grew to ${size} machines, ${most} at most`)
      }
      known = new Map(world.cluster.pools.groups.map(({ name, size, max }) => [name, { size, max }]))
    },
  }
}
