import type { OutlineItem } from '../../scene/outlineItem'
import type { Phrase } from '../../world/frame'
import type { MenuTarget } from '../stage/menuItems'
import { isShowable, targetOf } from '../stage/targets'

/** One line of the outline: an object of the stage in words, and how deep it lies. */
export interface OutlineRow {
  readonly key: string
  /** Below which line it stands: a pod that came to its node is another line, for lines that are made anew cost less than moved ones. */
  readonly place: string
  readonly level: number
  readonly label: Phrase
  readonly target: MenuTarget
  /** The inspector can show it. */
  readonly isShowable: boolean
}

/** More lines help nobody, and a page cannot hold them; the rest is counted in a last line. */
const most = 2000

/**
 * The tree as the list of its lines, parents before children; the root itself is the name of the tree. Lines that say what they said
 * `before` are the same records.
 */
export function outlineRows(root: OutlineItem, before: readonly OutlineRow[] = []): OutlineRow[] {
  const rows: OutlineRow[] = []
  const known = new Map(before.map((row) => [row.place, row]))
  let left = 0
  const add = (item: OutlineItem, parent: string, level: number): void => {
    const place = `${parent} ${item.uid}`
    if (rows.length < most) rows.push(rowOf(item, place, level, known.get(place)))
    else left++
    for (const child of item.children) add(child, item.uid, level + 1)
  }
  for (const child of root.children) add(child, root.uid, 1)
  if (left)
    rows.push({
      key: 'more',
      place: 'more',
      level: 1,
      label: { key: 'tree.more', values: { n: left } },
      target: { kind: 'Stage' },
      isShowable: false,
    })
  return rows
}

/**
 * The way from the lines shown to those wanted, at most `many` lines at a time: from the top all as wanted, below still as shown. A page
 * that takes in a thousand changed lines at once stands still meanwhile.
 */
export function towards(wanted: readonly OutlineRow[], shown: readonly OutlineRow[], many: number): readonly OutlineRow[] {
  const places = new Set(wanted.map(({ place }) => place))
  const staying = shown.filter(({ place }) => places.has(place))
  const next: OutlineRow[] = []
  const taken = new Set<string>()
  let changes = 0
  let at = 0
  for (const row of wanted) {
    while (at < staying.length && taken.has(staying[at]!.place)) at++
    // New, in other words, or from further down.
    if (staying[at] !== row) changes++
    if (changes > many) return [...next, ...shown.filter(({ place }) => !taken.has(place))]
    next.push(row)
    taken.add(row.place)
  }
  const gone = shown.filter(({ place }) => !taken.has(place))
  const room = many - changes
  return gone.length > room ? [...next, ...gone.slice(room)] : next
}

function rowOf({ uid, kind, label }: OutlineItem, place: string, level: number, before: OutlineRow | undefined): OutlineRow {
  if (before?.level === level && saysSame(before.label, label)) return before
  const target = targetOf(kind === 'group' ? null : { kind, uid })
  return { key: uid, place, level, label, target, isShowable: isShowable({ kind }) }
}

function saysSame(a: Phrase, b: Phrase): boolean {
  if (a === b) return true
  if (a.key !== b.key || Boolean(a.values) !== Boolean(b.values)) return false
  const [left, right] = [a.values ?? {}, b.values ?? {}]
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
}
