import type { Goal } from '../lessons/goal'
import type { LoggedCommand, SourceFile } from '../world/command'
import type { Camera } from '../scene/camera'
import type { Lens } from '../scene/lens'
import type { Language } from './i18n/say'
import type { Theme } from './theme'

/** What a scenario is, but for its files and what happens in it. */
export interface ScenarioAbout {
  readonly id: string
  readonly title: Readonly<Record<Language, string>>
  /** One sentence that says what there is to see and to try. */
  readonly lead: Readonly<Record<Language, string>>
  readonly seed: number
  readonly nodes: number
  /** The line to change first: the editor shows it. */
  readonly look?: { readonly file: string; readonly line: number }
  /** The lens that shows best what it is about. */
  readonly lens?: Lens
  /** The moment at which the page opens, virtual ms. */
  readonly opensAt: number
  /** What there is to bring about. */
  readonly goals?: readonly Goal[]
}

/** A moment of a run that somebody marked, virtual ms, and what they call it; '' when they gave it no name. */
export interface Bookmark {
  readonly at: number
  readonly name: string
}

/** A scenario as the page opens it. */
export interface Scenario extends ScenarioAbout {
  readonly files: readonly SourceFile[]
  /** What happens besides the files, at its time. */
  readonly log: readonly LoggedCommand[]
  /** A run that is seen again: its log tells what was applied of the files too, and when. */
  readonly isReplay?: true
  /** Id of the scenario that a run began as. */
  readonly origin?: string
  /** Moments that were marked in it. */
  readonly bookmarks?: readonly Bookmark[]
}

/** How the page is to open; the address may ask for all of it. */
export interface OpeningOptions {
  /** Id of a scenario, or null for the opening. */
  readonly scenario: string | null
  readonly theme: Theme
  readonly language: Language
  /** Null for the scenario's own. */
  readonly lens: Lens | null
  readonly speed: number
  readonly paused: boolean
  /** Virtual ms, or null for the scenario's own moment. */
  readonly at: number | null
  /** Another seed than the scenario's own. */
  readonly seed?: number
  /** The point of the stage's world in the middle, and the zoom. */
  readonly camera?: Camera
  /** Opens for a whole room. */
  readonly projector?: boolean
  /** Whom to act as; nobody when absent. */
  readonly as?: string
  /** The reader may look and turn back time, but not change anything. */
  readonly readonly?: boolean
  /** What is left out of the page. */
  readonly hidden?: ReadonlySet<Part>
  /** Nothing is said of the scenario by way of introduction. */
  readonly plain?: boolean
  /** How many times larger than usual everything is; 1 when absent. */
  readonly scale?: number
  /** Commands of kubectl, as they were written, that are carried out when the world is there. */
  readonly commands?: readonly string[]
}

/** What an address may leave out: the first four of the playground, the next four of an embed, the last of both. */
export const parts = ['top', 'editor', 'timeline', 'inspector', 'field', 'caption', 'steps', 'open', 'share'] as const

export type Part = (typeof parts)[number]
