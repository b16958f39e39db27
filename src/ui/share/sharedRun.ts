import type { Camera } from '../../scene/camera'
import type { Lens } from '../../scene/lens'
import type { LoggedCommand, SourceFile } from '../../world/command'
import type { Bookmark } from '../scenario'

/** An object by its names: a replay finds it by them, whatever its uid. Parts of the control plane are of kind `Part`. */
export interface Pointed {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** How the one who shared a run looked at it. */
export interface SharedView {
  /** Virtual ms. */
  readonly time: number
  readonly lens?: Lens
  /** The point of the stage's world in the middle, and the zoom; absent while everything is shown. */
  readonly camera?: Camera
  readonly selection?: Pointed
  /** Name of the file that is open. */
  readonly file?: string
  readonly paused?: true
  /** Virtual seconds per second when it is not 1. */
  readonly speed?: number | 'max'
}

/** A run that goes from hand to hand: all that is needed to compute it again, and how to look at it. */
export interface SharedRun {
  readonly seed: number
  readonly nodes: number
  /** As they stand in the editor; what the cluster was told of them is in the log. */
  readonly files: readonly SourceFile[]
  readonly log: readonly LoggedCommand[]
  readonly view: SharedView
  /** Id of the scenario that it began as. */
  readonly scenario?: string
  /** Moments that were marked, in order; absent when there are none. */
  readonly bookmarks?: readonly Bookmark[]
}

/** What may come in with a link or a file, which anybody can make. */
export const caps = {
  /** Characters of a link's content. */
  link: 65_536,
  /** Bytes of a link once inflated, and of a file. */
  bytes: 4 * 2 ** 20,
  nodes: 5_000,
  commands: 5_000,
  files: 50,
  /** Characters of one file. */
  text: 500_000,
  /** Characters of a name. */
  name: 500,
  /** Items of a list or a map within a command. */
  items: 200,
  /** Levels of a patch, and values in it. */
  depth: 40,
  values: 20_000,
  bookmarks: 100,
  /** Characters of a bookmark's name. */
  bookmark: 80,
  /** Virtual ms: thirty days. */
  time: 30 * 86_400_000,
} as const

/** Characters of a link that can be passed on: mail and chat cut longer ones. */
export const longestLink = 32_000
