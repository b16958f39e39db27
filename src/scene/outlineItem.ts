import type { Phrase, PodState } from '../world/frame'
import type { HitKind } from './hit'

/** One item of the accessible outline: what the canvas shows, in words. */
export interface OutlineItem {
  /** Stable key; for objects their uid, for parts of the control plane the name that the trace uses. */
  readonly uid: string
  readonly kind: HitKind | 'group'
  /** Kind, name and state in words; the page says it in the reader's language. */
  readonly label: Phrase
  readonly state: PodState | ''
  readonly hue: number
  readonly children: readonly OutlineItem[]
}

/** Makes an item. */
export const item = (
  uid: string,
  kind: OutlineItem['kind'],
  label: Phrase,
  children: readonly OutlineItem[] = [],
  state: PodState | '' = '',
  hue = -1,
): OutlineItem => ({
  uid,
  kind,
  label,
  state,
  hue,
  children,
})
