import type { Node } from '../../kinds/node/api'
import type { NodeTable } from '../nodeTable'
import type { SchedulerPlugin } from '../plugin'

/** Bytes: below the first an image counts nothing, above the second (a container) no more. Rule: imagelocality/image_locality.go. */
const least = 23 * 1024 * 1024
const most = 1000 * 1024 * 1024

const sizes = new WeakMap<object, ReadonlyMap<string, number>>()

/** Sizes of a node's images by name. */
function imagesOf(node: Node): ReadonlyMap<string, number> {
  const list = node.status?.images ?? noImages
  let known = sizes.get(list)
  if (!known) {
    known = new Map(
      list.flatMap(({ names = [], sizeBytes = 0 }) => names.map((name): [string, number] => [tagged(name), sizeBytes])),
    )
    sizes.set(list, known)
  }
  return known
}

const noImages: NonNullable<Node['status']['images']> = []

/** An image name without a tag means `latest`. */
const tagged = (name: string): string => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name)

/** Likes nodes that have the pod's images already; the more nodes have an image, the more its size counts. */
export const imageLocality: SchedulerPlugin = {
  name: 'ImageLocality',
  wakeOn: [],
  score({ pod }, { cluster: { table } }) {
    if (table.withImages === 0) return null
    const { containers, initContainers = [] } = pod.spec
    const names = [...initContainers, ...containers].map(({ image }) => tagged(image ?? ''))
    const shares = names.map((name) => shareOf(table, name))
    const top = most * names.length
    return (slots, count, out) => {
      for (let i = 0; i < count; i++) {
        const here = imagesOf(table.node(slots[i]!))
        let sum = 0
        for (let k = 0; k < names.length; k++) sum += Math.trunc((here.get(names[k]!) ?? 0) * shares[k]!)
        out[i] = Math.trunc((100 * (Math.min(Math.max(sum, least), top) - least)) / (top - least))
      }
    }
  },
}

/** On what part of the nodes the image is. */
function shareOf(table: NodeTable, name: string): number {
  let share = table.imageMemo.get(name)
  if (share === undefined) {
    const slots = table.known()
    share = slots.filter((slot) => imagesOf(table.node(slot)).has(name)).length / slots.length
    table.imageMemo.set(name, share)
  }
  return share
}
