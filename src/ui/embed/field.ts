/** The one value that a line of YAML holds, and how to write another one in its place. */
export interface Field {
  readonly key: string
  /** As it is written, quotes included. */
  readonly value: string
  /** Whole and not negative: counted up and down by hand. */
  readonly isCount: boolean
}

const line = /^(\s*(?:- )?)([\w./-]+):[ \t]+(\S.*?)([ \t]+#.*)?[ \t]*$/

/** The field in a line (from 1) of a text, or null when the line holds none. */
export function fieldAt(text: string, at: number): Field | null {
  const [, , key, value] = line.exec(text.split('\n')[at - 1] ?? '') ?? []
  if (!key || !value || /^[{[|>&*!]/.test(value)) return null
  return { key, value, isCount: /^\d{1,4}$/.test(value) }
}

/** The text with another value in that line; everything else in it stays, a comment too. */
export function withField(text: string, at: number, value: string): string {
  const lines = text.split('\n')
  lines[at - 1] = (lines[at - 1] ?? '').replace(
    line,
    (_all, indent: string, key: string, _old: string, comment = '') => `${indent}${key}: ${value}${comment}`,
  )
  return lines.join('\n')
}
