import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { behaviourOf, imageExists } from './catalogue'
import { fakeDigest } from './digest'
import type { ImageRef } from './imageRef'

/** Bytes a second that one machine gets from the registry at normal speed. */
export const PULL_RATE = 20 * 1000 * 1000

/** What the registry says about an image: its digest and compressed layers. */
export interface Manifest {
  /** `sha256:...`. */
  readonly digest: string
  readonly layers: readonly { readonly digest: string; readonly size: number }[]
  /** Sum of the layers, bytes. */
  readonly size: number
}

/** The one registry of a world. Its speed and what it knows are part of every keyframe. */
export interface Registry {
  /** Factor of normal speed; 0 = it cannot be reached. */
  readonly speed: number
  setSpeed(speed: number): void
  /** From now on the image exists, or does not. Named as in the manifest. */
  setKnown(ref: ImageRef, known: boolean): void
  /** Undefined: not found. */
  manifest(ref: ImageRef): Manifest | undefined
  /** Called after each change of speed. */
  onSpeed(listen: () => void): void
}

const manifests = new Map<string, Manifest>()

/** Makes the registry. */
export function createRegistry(kernel: Kernel): Registry {
  const known = new CowMap<string, boolean>()
  const listeners: (() => void)[] = []
  let speed = 1
  kernel.part<{ known: SavedMap<string, boolean>; speed: number }>('registry', {
    save: () => ({ known: known.save(), speed }),
    load: (state) => {
      known.load(state.known)
      speed = state.speed
    },
  })
  return {
    get speed() {
      return speed
    },
    setSpeed(next) {
      speed = Math.max(0, next)
      for (const listen of listeners) listen()
    },
    setKnown: (ref, is) => known.set(ref.name, is),
    manifest: (ref) => ((known.get(ref.name) ?? imageExists(ref)) ? manifestOf(ref) : undefined),
    onSpeed: (listen) => void listeners.push(listen),
  }
}

/** Layers are shared between images of one family as in life: the base layer is the same for all its tags. */
export function manifestOf(ref: ImageRef): Manifest {
  let manifest = manifests.get(ref.name)
  if (!manifest) {
    const total = Math.round(behaviourOf(ref.text).size)
    const base = Math.round(total * 0.6)
    const middle = Math.round(total * 0.3)
    const layers = [
      { digest: `sha256:${fakeDigest(`${ref.repository}/base`)}`, size: base },
      { digest: `sha256:${fakeDigest(`${ref.name}/1`)}`, size: middle },
      { digest: `sha256:${fakeDigest(`${ref.name}/2`)}`, size: total - base - middle },
    ]
    manifest = { digest: ref.digest || `sha256:${fakeDigest(ref.name)}`, layers, size: total }
    if (manifests.size > 10_000) manifests.clear()
    manifests.set(ref.name, manifest)
  }
  return manifest
}
