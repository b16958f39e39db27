import { apiServer } from '../../support/apiServer'
import { send } from '../../support/requests'
import { defineAdapter, type Case } from '../adapter'
import { isGone, isLeftOut, pathNow } from '../drift'

type Column = { name: string; type: string; format: string; priority: number }
type In = { path: string }

/** The columns of each list path. */
export default defineAdapter<In, Column[] | null>({
  cases: (file) =>
    Object.entries(file as Record<string, Column[]>).map(([path, columns]): Case<In, Column[] | null> => ({
      name: path,
      in: { path: pathNow(path) },
      out: isAbsent(path) ? null : columns,
    })),
  run({ path }) {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io'
    const { code, body } = send(apiServer().server, { method: 'GET', path, accept })
    if (code === 200) return (body as { columnDefinitions: Column[] }).columnDefinitions
    if (isAbsent(path)) return null
    throw new Error(`${path} is not served`)
  },
  // Columns were added since: what was there must be there still, in the same order.
  equal(expected, got) {
    if (expected === null || got === null) return expected === got
    let at = -1
    return expected.every((column) => {
      // Quotas tell their age last now.
      if (column.name === 'Age') return got.some((one) => one.name === 'Age' && sameColumn(column, one))
      at = got.findIndex(({ name }, i) => i > at && name === nameNow(column.name))
      return at >= 0 && sameColumn(column, got[at]!)
    })
  },
})

const resourceOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const isAbsent = (path: string) => isGone(resourceOf(path)) || isLeftOut(resourceOf(path))

/** flowcontrol renamed the shares of a level in v1beta3. */
const nameNow = (name: string) => (name === 'AssuredConcurrencyShares' ? 'NominalConcurrencyShares' : name)

/** RESTARTS says when since 1.22, so it is text now. */
const sameColumn = (expected: Column, { type, format, priority }: Column) =>
  (type === expected.type || expected.name === 'Restarts') && format === expected.format && priority === expected.priority
