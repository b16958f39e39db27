import type { Node } from '../kinds/node/api'

interface Image {
  /** Bytes by slot of the node; undefined where the image is not. */
  readonly sizes: (number | undefined)[]
  holders: number
}

/** Which nodes have which images, by the image's name. */
export class ImageTable {
  private readonly byName = new Map<string, Image>()

  /** Bytes of an image by slot of the node; undefined where it is not. */
  sizes(name: string): readonly (number | undefined)[] {
    return this.byName.get(name)?.sizes ?? nowhere
  }

  /** How many nodes have it. */
  holders(name: string): number {
    return this.byName.get(name)?.holders ?? 0
  }

  put(slot: number, old: Node | undefined, now: Node | undefined): void {
    if (old?.status?.images === now?.status?.images) return
    for (const { names = [] } of old?.status?.images ?? []) for (const name of names) this.set(slot, tagged(name), undefined)
    for (const { names = [], sizeBytes = 0 } of now?.status?.images ?? []) {
      for (const name of names) this.set(slot, tagged(name), sizeBytes)
    }
  }

  private set(slot: number, name: string, size: number | undefined): void {
    let image = this.byName.get(name)
    if (!image) this.byName.set(name, (image = { sizes: [], holders: 0 }))
    image.holders += Number(size !== undefined) - Number(image.sizes[slot] !== undefined)
    while (image.sizes.length < slot) image.sizes.push(undefined)
    image.sizes[slot] = size
    if (image.holders === 0) this.byName.delete(name)
  }
}

const nowhere: readonly undefined[] = []

/** An image name without a tag means `latest`. */
export const tagged = (name: string): string => (name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name)
