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
}
