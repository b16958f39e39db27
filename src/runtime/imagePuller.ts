import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import { hostMachine } from '../machine/host'
import { parseImage } from './imageRef'
import { imagePullMachine } from './imagePull.machine'
import { PULL_RATE, manifestOf, type Registry } from './registry'

/** How a pull ended. Times in ms: of the pull itself, and with the wait for its turn. */
export type PullResult =
  | { readonly ok: true; readonly ms: number; readonly withWaiting: number; readonly bytes: number }
  | { readonly ok: false; readonly error: string }

/** An image that a machine has. */
export interface StoredImage {
  readonly machine: string
  readonly name: string
  readonly digest: string
  /** Bytes. */
  readonly size: number
}

/** The image stores of all machines, and the pulls under way. */
export interface ImagePuller {
  /** Is the image on the machine? */
  has(machine: string, image: string): boolean
  /** Asks for an image; `done` of the options is called with `id` when it ended. One at a time per machine (serializeImagePulls). */
  pull(machine: string, image: string, id: string): void
  /** Gives up the pull of `id`, if there is one. */
  cancel(id: string): void
  /** Puts an image there without a pull. */
  preload(machine: string, image: string): void
  /** Images of a machine, the largest first; the same list as long as nothing changes. */
  images(machine: string): readonly StoredImage[]
  /** Progress of the pull of `id`: virtual ms from and until, or undefined while it waits for its turn. */
  progress(id: string): { readonly from: number; readonly until: number; readonly still?: number } | undefined
  /** The machine lost power: pulls under way are gone; images stay. */
  drop(machine: string): void
  readonly pulls: ReturnType<typeof host>
}

const none: readonly StoredImage[] = []

interface Queue {
  /** Ids in order; the first is under way. */
  readonly ids: readonly string[]
}

/** Makes the image stores of a world's machines. `done` hears how each pull ended. */
export function createImagePuller(
  kernel: Kernel,
  registry: Registry,
  options: { readonly topic: string; readonly done: (id: string, result: PullResult) => void },
): ImagePuller {
  const stored = new CowMap<string, readonly StoredImage[]>()
  /** Digests of the layers of a machine. */
  const layers = new CowMap<string, ReadonlySet<string>>()
  const queues = new CowMap<string, Queue>()
  const machines = new CowMap<string, string>()
  kernel.part<
    readonly [
      SavedMap<string, readonly StoredImage[]>,
      SavedMap<string, ReadonlySet<string>>,
      SavedMap<string, Queue>,
      SavedMap<string, string>,
    ]
  >(`images:${options.topic}`, {
    save: () => [stored.save(), layers.save(), queues.save(), machines.save()],
    load: ([a, b, c, d]) => {
      stored.load(a)
      layers.load(b)
      queues.load(c)
      machines.load(d)
    },
  })

  const store = (machine: string, image: string) => {
    const ref = parseImage(image)
    if (!ref) return
    const manifest = manifestOf(ref)
    const others = (stored.get(machine) ?? []).filter((image) => image.name !== ref.name)
    const added: StoredImage = { machine, name: ref.name, digest: manifest.digest, size: manifest.size }
    stored.set(
      machine,
      [...others, added].sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1)),
    )
    const there = layers.get(machine)
    const digests = manifest.layers.map(({ digest }) => digest)
    if (!there || digests.some((digest) => !there.has(digest))) layers.set(machine, new Set([...(there ?? []), ...digests]))
  }

  const finish = (id: string, result: PullResult) => {
    const machine = machines.get(id)!
    machines.delete(id)
    pulls.stop(id)
    const ids = queues.get(machine)!.ids.filter((each) => each !== id)
    queues.set(machine, { ids })
    turn(machine)
    options.done(id, result)
  }

  const turn = (machine: string) => {
    const first = queues.get(machine)?.ids[0]
    if (first && pulls.state(first) === 'queued') pulls.send(first, { type: 'TURN', at: kernel.now })
  }

  const pulls = host(kernel, `${options.topic}.pull`, {
    resolve(id) {
      const image = pulls.context(id)!.image
      const ref = parseImage(image)!
      if (registry.speed === 0) return
      const manifest = registry.manifest(ref)
      if (!manifest) return void pulls.send(id, { type: 'NOT_FOUND' })
      const there = layers.get(machines.get(id)!)
      const left = manifest.layers.reduce((sum, { digest, size }) => sum + (there?.has(digest) ? 0 : size), 0)
      pulls.send(id, { type: 'FOUND', total: manifest.size, left, rate: PULL_RATE * registry.speed, at: kernel.now })
    },
    pulled(id) {
      const { image, startedAt, askedAt, total } = pulls.context(id)!
      store(machines.get(id)!, image)
      finish(id, { ok: true, ms: kernel.now - startedAt, withWaiting: kernel.now - askedAt, bytes: total })
    },
    failed(id, { reason }) {
      const ref = parseImage(pulls.context(id)!.image)!
      finish(id, { ok: false, error: pullError(ref.name, ref.registry, ref.repository, ref.tag, reason) })
    },
  })

  registry.onSpeed(() => {
    for (const id of [...machines.keys()]) pulls.send(id, { type: 'SPEED', rate: PULL_RATE * registry.speed, at: kernel.now })
  })

  return {
    pulls,
    has(machine, image) {
      const ref = parseImage(image)
      return ref !== undefined && Boolean(stored.get(machine)?.some((each) => each.name === ref.name))
    },
    pull(machine, image, id) {
      machines.set(id, machine)
      queues.set(machine, { ids: [...(queues.get(machine)?.ids ?? []), id] })
      pulls.start(id, { image, at: kernel.now })
      turn(machine)
    },
    cancel(id) {
      const machine = machines.get(id)
      if (machine === undefined) return
      machines.delete(id)
      pulls.stop(id)
      queues.set(machine, { ids: queues.get(machine)!.ids.filter((each) => each !== id) })
      turn(machine)
    },
    preload: store,
    images: (machine) => stored.get(machine) ?? none,
    progress(id) {
      const pull = pulls.get(id)
      if (!pull || pull.state === 'queued') return undefined
      const { startedAt, left, total, rate, since } = pull.context
      if (pull.state !== 'downloading') return { from: startedAt, until: startedAt + 300 + 5000 }
      if (rate > 0) {
        const until = since + (left / rate) * 1000
        return { from: until - (total / rate) * 1000, until }
      }
      return { from: startedAt, until: Infinity, still: total > 0 ? 1 - left / total : 0 }
    },
    drop(machine) {
      for (const id of queues.get(machine)?.ids ?? []) {
        machines.delete(id)
        pulls.stop(id)
      }
      queues.delete(machine)
    },
  }
}

const host = (kernel: Kernel, topic: string, effects: PullEffects) =>
  hostMachine(kernel, { topic, machine: imagePullMachine, effects })

interface PullEffects {
  [name: string]: (id: string, params: never) => void
  resolve(id: string): void
  pulled(id: string): void
  failed(id: string, params: { reason: 'not found' | 'unreachable' }): void
}

/** What containerd says, as the kubelet passes it on. */
function pullError(name: string, registry: string, repository: string, tag: string, reason: 'not found' | 'unreachable'): string {
  const failed = `failed to pull and unpack image "${name}": failed to resolve reference "${name}"`
  if (reason === 'not found') return `rpc error: code = NotFound desc = ${failed}: ${name}: not found`
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry
  const url = `https://${host}/v2/${repository}/manifests/${tag}`
  return `rpc error: code = DeadlineExceeded desc = ${failed}: failed to do request: Head "${url}": dial tcp: i/o timeout`
}
