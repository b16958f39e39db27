import type { Diagnostic, DocumentStatus, PodState } from '../../world/frame'
import { hueTone } from '../../scene/shape'
import type { EditorMarker, ErrorLine, GlyphState, StatusLine } from '../editor/editorHandle'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** The editor knows no Failed glyph of its own: it is the same octagon. */
export const glyphState = (state: PodState): GlyphState => (state === 'failed' ? 'crash' : state)

/** The live status of a document in words. */
export const statusText = (document: DocumentStatus, say: Say): string =>
  document.text.map((phrase) => say(phrase.key, phrase.values)).join(' · ')

/** Status lines of a file, as the editor shows them. */
export function statusLines(documents: readonly DocumentStatus[], file: string, say: Say): StatusLine[] {
  return documents
    .filter((document) => document.file === file)
    .map((document) => ({
      line: document.line,
      state: glyphState(document.state),
      hue: hueTone(document.hue),
      title: `${document.kind} ${document.name}`,
      text: statusText(document, say),
    }))
}

const worst: readonly PodState[] = [
  'crash',
  'failed',
  'unknown',
  'notready',
  'pending',
  'creating',
  'ghost',
  'term',
  'ready',
  'done',
]

/** The document that a file's tab speaks for: the one in the worst state. */
export function worstDocument(documents: readonly DocumentStatus[], file: string): DocumentStatus | undefined {
  return documents
    .filter((document) => document.file === file)
    .toSorted((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state))[0]
}

/** What is wrong in a file, underlined. */
export const markersOf = (problems: readonly Diagnostic[]): EditorMarker[] =>
  problems.map(({ line, column, endColumn, message, severity, source }) => ({
    line,
    column,
    endColumn,
    message,
    severity,
    source,
  }))

/** What is wrong in a file, one sentence a line: the first finding speaks, for it is often the cause of the others. */
export function errorLines(problems: readonly Diagnostic[]): ErrorLine[] {
  const first = new Map<number, string>()
  for (const { line, message } of problems) if (!first.has(line)) first.set(line, inShort(message))
  return [...first].map(([line, text]) => ({ line, text }))
}

/**
 * The runtime wraps what went wrong in its call's own words, and the reason stands on stage already: one line has room for what was
 * tried and how it ended. The whole message is in the marker.
 */
const inShort = (message: string): string =>
  message.replace(/^\w+: (?=Failed to )/, '').replace(/: rpc error: .*: (?=[^:]+$)/, ': ')
