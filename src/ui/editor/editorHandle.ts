import type { PodState } from '../../world/frame'

/** One file of the editor; its name ends in .yaml or .yml to be treated as Kubernetes YAML. */
export interface EditorFile {
  name: string
  text: string
}

/** The states that have a 16 px glyph of their own: those of a pod on stage. */
export type GlyphState = PodState

/** Draws the overview glyph of a state in a hue (a token name such as `sky`) as an SVG of 16 px. */
export type Glyph = (state: GlyphState, hue: string) => string

/** The live status above one YAML document: glyph, bold title (`Deployment web`), then what is going on (`5/6 available`). */
export interface StatusLine {
  /** First line of the document, from 1. */
  line: number
  state: GlyphState
  hue: string
  title: string
  text: string
}

/** One sentence under the line it is about, saying what to change. */
export interface ErrorLine {
  line: number
  text: string
}

/** Something to underline; columns count from 1, and a missing end means to the end of the line. */
export interface EditorMarker {
  line: number
  column: number
  endColumn?: number
  message: string
  severity: 'error' | 'warning' | 'info'
  source: string
}

/** A line that differs from what was applied last: added or modified. */
export interface GutterMark {
  line: number
  kind: 'add' | 'mod'
}

export interface EditorOptions {
  theme: EditorTheme
  lang: EditorLanguage
  glyph: Glyph
  readonly?: boolean
  /** px; 14.6 by default, larger for embeds and projectors. The line height follows. */
  fontSize?: number
}

export type EditorTheme = 'dark' | 'light'

/** Language of Monaco's own texts. The first editor of a page decides: Monaco reads its texts once. */
export type EditorLanguage = 'en' | 'ko'

/** Undoes a subscription. */
export type Unsubscribe = () => void

/**
 * The YAML editor as the rest of the page knows it. Files are named; what is set for a file that is not shown is kept and
 * shown with it. Unknown names are ignored, for a file may be closed while news of it are still under way.
 */
export interface EditorHandle {
  /** Replaces the set of files. Files that stay keep their undo history and their cursor. */
  open(files: readonly EditorFile[]): void
  /** Shows a file. */
  select(name: string): void
  /** Name of the file shown; empty when there is none. */
  selected(): string
  /** Text of a file; undefined when no such file is open. */
  text(name: string): string | undefined
  /** Replaces a file's text as one undoable step, without telling `onChange`. */
  setText(name: string, text: string): void
  /** Called when a person changed a file. */
  onChange(listener: (name: string, text: string) => void): Unsubscribe
  /** Called when a person put the cursor on another line (from 1). */
  onCursor(listener: (name: string, line: number) => void): Unsubscribe
  /** Called on Ctrl/Cmd+S, which then does not save the page. */
  onSave(listener: (name: string) => void): Unsubscribe
  /** Underlines of the cluster's own findings, beside those of the schema. */
  setMarkers(name: string, markers: readonly EditorMarker[]): void
  /** Live status lines, one above each document. Cheap when only words or states change. */
  setStatus(name: string, lines: readonly StatusLine[]): void
  /** Sentences in the trouble colour under their lines. */
  setErrors(name: string, errors: readonly ErrorLine[]): void
  /** Change marks left of the text: solid for added, dotted for modified lines. */
  setGutter(name: string, marks: readonly GutterMark[]): void
  /** Lights lines `from` to `to` and brings them into view; shows the file when another is shown. */
  highlight(name: string, from: number, to: number): void
  /** Takes the light away. */
  clearHighlight(): void
  setTheme(theme: EditorTheme): void
  setReadonly(readonly: boolean): void
  /** Takes the keyboard, with the cursor at a place of the shown file when one is given; lines and columns count from 1. */
  focus(at?: { line: number; column: number }): void
  dispose(): void
}
