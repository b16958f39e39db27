/** A pattern could not be understood; the message is what grep, sed and awk say of it. */
export class RegexError extends Error {}

/** Characters by their codes: pairs of first and last, in order and apart from each other. `not`: all but these. */
export interface Letters {
  readonly spans: readonly number[]
  readonly not: boolean
}

/** What is asked of a place between two characters. */
export type Place = 'start' | 'end' | 'edge' | 'noEdge' | 'wordStart' | 'wordEnd' | 'afterNoWord' | 'beforeNoWord'

/** A pattern as a tree, whichever way it was written. `empty`: may it match nothing at all? */
export type Node =
  | { readonly kind: 'one'; readonly letters: Letters; readonly empty: false }
  | { readonly kind: 'at'; readonly place: Place; readonly empty: true }
  /** What was found begins only here. */
  | { readonly kind: 'keep'; readonly empty: true }
  | { readonly kind: 'all'; readonly parts: readonly Node[]; readonly empty: boolean }
  | { readonly kind: 'either'; readonly parts: readonly Node[]; readonly empty: boolean }
  | { readonly kind: 'group'; readonly index: number; readonly of: Node; readonly empty: boolean }
  | {
      readonly kind: 'repeat'
      readonly of: Node
      readonly min: number
      readonly max: number
      readonly lazy: boolean
      /** Groups inside: from the first on, but not the last. */
      readonly groups: readonly [number, number]
      readonly empty: boolean
    }

export const one = (letters: Letters): Node => ({ kind: 'one', letters, empty: false })
export const letter = (text: string): Node => one({ spans: [text.charCodeAt(0), text.charCodeAt(0)], not: false })
/** Any character, a line's end too. */
export const any = one({ spans: [], not: true })
export const at = (place: Place): Node => ({ kind: 'at', place, empty: true })
export const keep: Node = { kind: 'keep', empty: true }
export const all = (parts: readonly Node[]): Node =>
  parts.length === 1 ? parts[0]! : { kind: 'all', parts, empty: parts.every(({ empty }) => empty) }
export const either = (parts: readonly Node[]): Node =>
  parts.length === 1 ? parts[0]! : { kind: 'either', parts, empty: parts.some(({ empty }) => empty) }
export const group = (index: number, of: Node): Node => ({ kind: 'group', index, of, empty: of.empty })
export const repeat = (of: Node, min: number, max: number, lazy = false, groups: readonly [number, number] = [0, 0]): Node => ({
  kind: 'repeat',
  of,
  min,
  max,
  lazy,
  groups,
  empty: min === 0 || of.empty,
})
/** Characters one behind the other, none of them special. */
export const text = (value: string): Node => all(value.split('').map(letter))
