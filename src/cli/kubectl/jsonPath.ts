import { UsageError } from './shell'

/**
 * The simple part of kubectl's JSONPath: text with `{.a.b[0].c}`, `{.items[*].metadata.name}`, `{.metadata.labels.a\.b}` and quoted
 * text in braces. Objects print as JSON, several values with blanks between. Throws UsageError for what it does not know.
 */
export function jsonPath(template: string, value: unknown): string {
  const text = template.replace(/^'(.*)'$/s, '$1')
  return text.replace(/\{([^}]*)\}/g, (_, expression: string) => {
    const quoted = /^\s*"(.*)"\s*$/.exec(expression)
    if (quoted) return quoted[1]!.replaceAll('\\n', '\n').replaceAll('\\t', '\t')
    return values(expression.trim(), value)
      .map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
      .join(' ')
  })
}

function values(path: string, value: unknown): unknown[] {
  if (!/^[$@]?(\.([\w-]|\\.)+|\[(\d+|-\d+|\*|'[^']*')\])*\.?$/.test(path))
    throw new UsageError(`error: error parsing jsonpath {${path}}, unrecognized expression`)
  let found: unknown[] = [value]
  for (const [, field, index] of path.matchAll(/\.((?:[\w-]|\\.)+)|\[([^\]]+)\]/g)) {
    found = found.flatMap((one) => {
      if (index === '*') return Object.values((one ?? {}) as Record<string, unknown>)
      if (index !== undefined && Array.isArray(one))
        return one.at(Number(index)) === undefined ? [] : [one.at(Number(index)) as unknown]
      const key = index === undefined ? field!.replace(/\\(.)/g, '$1') : index.slice(1, -1)
      const next = (one as Record<string, unknown> | undefined)?.[key]
      return next === undefined ? [] : [next]
    })
  }
  return found
}
