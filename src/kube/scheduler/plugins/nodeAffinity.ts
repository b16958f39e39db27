import type { Affinity } from '../../kinds/pod/api'
import { affinityMatch, preferredMatches } from '../nodeSelector'
import { fits, normalise, refuse, type SchedulerPlugin } from '../plugin'

const mismatch = refuse("node(s) didn't match Pod's node affinity/selector", { preemptible: false })
const enforced = refuse("node(s) didn't match scheduler-enforced node affinity", { preemptible: false })

/** `nodeSelector` and node affinity; `added` is an affinity that the scheduler sets for all pods on top of their own. */
export function nodeAffinityWith(added?: Affinity['nodeAffinity']): SchedulerPlugin {
  const demanded = added ? affinityMatch(added) : null
  const liked = preferredMatches(added)
  return {
    name: 'NodeAffinity',
    weight: 2,
    wakeOn: [
      { on: 'node/add', hint: ({ required }, { node }) => !required || (node !== undefined && required.matches(node)) },
      {
        on: 'node/labels',
        hint: ({ required }, { node, oldNode }) =>
          !required || (node !== undefined && required.matches(node) && !(oldNode && required.matches(oldNode))),
      },
    ],
    only: ({ required }) => required?.names ?? null,
    fixedBy: ({ required }) => required?.key ?? '',
    filter({ required }, { cluster: { table } }) {
      if (!required && !demanded) return null
      // A pod that names its nodes, as those of a DaemonSet do, is worth no look at all the others.
      if (required?.names && !demanded) return (slot) => (required.matches(table.node(slot)) ? fits : mismatch)
      const enforcedMask = demanded && table.mask(demanded.key, demanded.matches)
      const mask = required && table.mask(required.key, required.matches)
      return (slot) => (enforcedMask && !enforcedMask[slot] ? enforced : mask && !mask[slot] ? mismatch : fits)
    },
    score({ preferred }, { cluster: { table } }) {
      const wishes = liked.length > 0 ? [...liked, ...preferred] : preferred
      if (wishes.length === 0) return null
      const masks = wishes.map(({ key, matches }) => table.mask(key, matches))
      return (slots, count, out) => {
        out.fill(0, 0, count)
        masks.forEach((mask, wish) => {
          const { weight } = wishes[wish]!
          for (let i = 0; i < count; i++) if (mask[slots[i]!]) out[i]! += weight
        })
        normalise(out, count, false)
      }
    },
  }
}

/** Pods say by labels which nodes they must have, and which they would like. */
export const nodeAffinity = nodeAffinityWith()
