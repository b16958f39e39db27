import { tagged } from '../imageTable'
import type { SchedulerPlugin } from '../plugin'

/** Bytes: below the first an image counts nothing, above the second (a container) no more. Rule: imagelocality/image_locality.go. */
const least = 23 * 1024 * 1024
const most = 1000 * 1024 * 1024

/** Likes nodes that have the pod's images already; the more nodes have an image, the more its size counts. */
export const imageLocality: SchedulerPlugin = {
  name: 'ImageLocality',
  wakeOn: [],
  score({ pod }, { cluster: { table } }) {
    if (table.withImages === 0) return null
    const { containers, initContainers = [] } = pod.spec
    const names = [...initContainers, ...containers].map(({ image }) => tagged(image ?? ''))
    const sizes = names.map((name) => table.images.sizes(name))
    // On what part of the nodes the image is.
    const shares = names.map((name) => table.images.holders(name) / table.known().length)
    const top = most * names.length
    return (slots, count, out) => {
      for (let i = 0; i < count; i++) {
        let sum = 0
        for (let k = 0; k < names.length; k++) sum += Math.trunc((sizes[k]![slots[i]!] ?? 0) * shares[k]!)
        out[i] = Math.trunc((100 * (Math.min(Math.max(sum, least), top) - least)) / (top - least))
      }
    }
  },
}
