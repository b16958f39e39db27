import type { OutlineItem } from '../../scene/outlineItem'
import type { Phrase } from '../../world/frame'
import type { MenuTarget } from '../stage/menuItems'
import { isShowable, targetOf } from '../stage/targets'

/** One line of the outline: an object of the stage in words, and how deep it lies. */
export interface OutlineRow {
  readonly key: string
  readonly level: number
  readonly label: Phrase
  readonly target: MenuTarget
  /** The inspector can show it. */
  readonly isShowable: boolean
}

/** More lines help nobody, and a page cannot hold them; the rest is counted in a last line. */
const most = 2000

/** The tree as the list of its lines, parents before children; the root itself is the name of the tree. */
export function outlineRows(root: OutlineItem): OutlineRow[] {
  const rows: OutlineRow[] = []
  let left = 0
  const add = (item: OutlineItem, level: number): void => {
    if (rows.length < most) rows.push(rowOf(item, level))
    else left++
    for (const child of item.children) add(child, level + 1)
  }
  for (const child of root.children) add(child, 1)
  if (left)
    rows.push({
      key: 'more',
      level: 1,
      label: { key: 'tree.more', values: { n: left } },
      target: { kind: 'Stage' },
      isShowable: false,
    })
  return rows
}

function rowOf({ uid, kind, label }: OutlineItem, level: number): OutlineRow {
  const target = targetOf(kind === 'group' ? null : { kind, uid })
  return { key: uid, level, label, target, isShowable: isShowable({ kind }) }
}
