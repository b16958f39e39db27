import type { LoggedCommand, SourceFile } from '../world/command'
import type { Lens } from '../scene/lens'
import type { Language } from './i18n/say'
import type { Theme } from './theme'

/** A scenario as the page opens it. */
export interface Scenario {
  readonly id: string
  readonly title: Readonly<Record<Language, string>>
  /** One sentence that says what there is to see and to try. */
  readonly lead: Readonly<Record<Language, string>>
  readonly seed: number
  readonly nodes: number
  readonly files: readonly SourceFile[]
  /** What happens besides the files, at its time. */
  readonly log: readonly LoggedCommand[]
  /** The line to change first: the editor shows it. */
  readonly look?: { readonly file: string; readonly line: number }
  /** The moment at which the page opens, virtual ms. */
  readonly opensAt: number
}

/** How the page is to open; the address may ask for all of it. */
export interface OpeningOptions {
  readonly theme: Theme
  readonly language: Language
  readonly lens: Lens
  readonly speed: number
  readonly paused: boolean
  /** Virtual ms, or null for the scenario's own moment. */
  readonly at: number | null
  /** Whom to act as; nobody when absent. */
  readonly as?: string
}
