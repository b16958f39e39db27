import { apiVersionOf } from '../../../src/api/kind'
import { defineAdapter, type Case } from '../adapter'
import { kinds } from '../kinds'

type Column = { name: string; type: string; format: string; priority: number }
type In = { path: string }

/** The columns of each list path. */
export default defineAdapter<In, Column[]>({
  cases: (file) =>
    Object.entries(file as Record<string, Column[]>).map(([path, columns]): Case<In, Column[]> => ({
      name: path,
      in: { path },
      out: columns,
    })),
  run({ path }) {
    const kind = [...kinds.values()].find((one) => path === `/${one.group ? 'apis' : 'api'}/${apiVersionOf(one)}/${one.plural}`)
    if (!kind) throw new Error(`${path} is not served`)
    return (kind.columns ?? []).map(({ name, type, format = '', priority = 0 }) => ({ name, type, format, priority }))
  },
  // RESTARTS says when since 1.22, so it is text now.
  equal: (expected, got) =>
    expected.length === got.length &&
    expected.every((column, i) => {
      const { name, type, format, priority } = got[i]!
      const sameType = type === column.type || name === 'Restarts'
      return name === column.name && sameType && format === column.format && priority === column.priority
    }),
})
