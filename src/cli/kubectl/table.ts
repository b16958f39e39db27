import type { KindDefinition } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import { typeOf } from './resources'

/** How a table is to look. */
export interface TableStyle {
  readonly wide?: boolean
  /** Lead with the NAMESPACE column. */
  readonly namespaces?: boolean
  /** Names as `deployment.apps/web`, as when several kinds are shown. */
  readonly types?: boolean
  readonly noHeaders?: boolean
}

/** The lines of `kubectl get` for objects of one kind. `now` is virtual ms, for ages. */
export function table(kind: KindDefinition, objects: readonly KubeObject[], now: number, style: TableStyle = {}): string[] {
  const columns = (kind.columns ?? []).filter((column) => style.wide || !column.priority)
  const withNamespace = style.namespaces && kind.namespaced
  const head = [...(withNamespace ? ['NAMESPACE'] : []), ...columns.map((column) => column.name.toUpperCase())]
  const rows = objects.map((object) => [
    ...(withNamespace ? [object.metadata.namespace ?? ''] : []),
    ...columns.map((column, i) => (i === 0 && style.types ? `${typeOf(kind)}/` : '') + String(column.cell(object, now))),
  ])
  return aligned(style.noHeaders ? rows : [head, ...rows])
}

/** Columns under one another, three blanks between them, nothing behind the last; upstream: the tab writer of kubectl. */
export function aligned(rows: readonly (readonly string[])[], gap = 3): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)))
  return rows.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]! + gap))).join(''))
}
