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
  ops: ['tableRow'],
  run({ object, wide, now }) {
    const isList = object.kind.endsWith('List')
    const kind = kindOf(isList ? object.kind.slice(0, -4) : object.kind)
    const columns = (kind.columns ?? []).filter((column) => wide || fullWidth.has(kind.kind) || !column.priority)
    const objects = isList ? (object.items ?? []) : [object]
    const rows = objects.map((one) => ({
      cells: columns.map((column) => {
        const cell = column.cell(withMeta(one), virtualMs(now) + cut)
        return balancer.has(column.name) && !wide ? shortened(cell, one) : cell
      }),
    }))
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

/** Their printers give every cell, whether somebody shows it or not. */
const fullWidth = new Set(['PersistentVolume', 'PersistentVolumeClaim'])

/** Times were recorded to the second, rounded down, so that ages came out up to a second short. */
const cut = 999

/** The server always prints the wide form; the narrow one, which was recorded too, cuts what a load balancer gave to 16 characters. */
const balancer = new Set(['External-IP', 'Address'])
const most = 16
const shortened = (cell: Cell, object: KubeObject): Cell => {
  const { type, externalIPs = [] } = (object as { spec?: { type?: string; externalIPs?: string[] } }).spec ?? {}
  if (typeof cell !== 'string' || (object.kind === 'Service' && type !== 'LoadBalancer')) return cell
  const own = externalIPs.length ? `,${externalIPs.join(',')}` : ''
  const given = cell.endsWith(own) ? cell.slice(0, cell.length - own.length) : ''
  return given.length > most ? `${given.slice(0, most - 3)}...${own}` : cell
}

/** What is empty was left out of the vectors; on a server it is there. */
const withMeta = (object: KubeObject): KubeObject =>
  ({ spec: {}, ...object, metadata: object.metadata ?? { name: '' } }) as KubeObject

/** Restarts were a number then, and are a text now, with the time of the last one; targets of an autoscaler are named since 1.31. */
const asOld = (got: Cell) =>
  String(got)
    .replace(/ \(.* ago\)$/, '')
    .replace(/(^|, )[\w.-]+: (?=\S+\/)/g, '$1')
const sameCell = (expected: Cell, got: Cell) => expected === got || String(expected) === asOld(got)
