/** Level of detail of pods by their width on screen, and what each may draw. `bare` is a normal pod too small for words. */
export type Detail = 'far' | 'overview' | 'bare' | 'normal' | 'close'

const bounds: readonly (readonly [Detail, number])[] = [
  ['close', 190],
  ['normal', 50],
  ['bare', 28],
  ['overview', 10],
  ['far', 0],
]

const plain = (px: number): Detail => bounds.find(([, least]) => px >= least)![0]

/** The level for pods `px` wide; the present one is kept within 10% of a bound, so a slow zoom does not flicker. */
export function detailFor(px: number, present: Detail | null): Detail {
  const next = plain(px)
  if (!present || next === present) return next
  return plain(px * 1.1) === present || plain(px / 1.1) === present ? present : next
}
