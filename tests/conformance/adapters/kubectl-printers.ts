import type { KubeObject } from '../../../src/api/meta'
import { virtualMs } from '../../../src/api/time'
import { defineAdapter } from '../adapter'
import { kindOf } from '../kinds'

type Cell = string | number | boolean
interface In {
  object: KubeObject & { items?: KubeObject[] }
  wide?: boolean
  now: string
}
interface Out {
  columns: string[]
  rows: { cells: Cell[] }[]
}

export default defineAdapter<In, Out>({
  run({ object, wide, now }) {
    const isList = object.kind.endsWith('List')
    const kind = kindOf(isList ? object.kind.slice(0, -4) : object.kind)
    const columns = (kind.columns ?? []).filter((column) => wide || !column.priority)
    const objects = isList ? (object.items ?? []) : [object]
    const rows = objects.map((one) => ({ cells: columns.map((column) => column.cell(withMeta(one), virtualMs(now) + cut)) }))
    return { columns: columns.map((column) => column.name), rows }
  },
  // Columns were added since: what was there must say the same.
  equal: (expected, got) =>
    expected.rows.length === got.rows.length &&
    expected.columns.every((column, c) => {
      const at = got.columns.indexOf(column)
      return at >= 0 && expected.rows.every((row, r) => sameCell(row.cells[c]!, got.rows[r]!.cells[at]!))
    }),
})

/** Times were recorded to the second, rounded down, so that ages came out up to a second short. */
const cut = 999

const withMeta = (object: KubeObject): KubeObject => ({ ...object, metadata: object.metadata ?? { name: '' } })

/** Restarts were a number then, and are a text now, with the time of the last one. */
const sameCell = (expected: Cell, got: Cell) => expected === got || String(expected) === String(got).replace(/ \(.* ago\)$/, '')
