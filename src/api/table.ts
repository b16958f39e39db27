import { nameColumn } from './columns'
import type { Column, KindDefinition, RowCondition } from './kind'
import type { KubeObject } from './meta'

/** What of each object a table carries along; `Metadata` unless asked otherwise. */
export type IncludeObject = 'None' | 'Metadata' | 'Object'

interface Row {
  readonly cells: readonly (string | number | boolean)[]
  readonly conditions?: readonly RowCondition[]
  readonly object?: object
}

const createdText =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.'

/** Columns of the kinds that have none of their own; upstream: rest.NewDefaultTableConvertor. */
export const defaultColumns: readonly Column[] = [
  nameColumn,
  {
    name: 'Created At',
    type: 'date',
    description: createdText,
    cell: ({ metadata }) => metadata.creationTimestamp ?? '',
  },
]

export const columnsOf = (kind: KindDefinition): readonly Column[] => kind.columns ?? defaultColumns

/** An object by its metadata alone; upstream: metav1.PartialObjectMetadata. */
export const partialMetadata = ({ metadata }: KubeObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
})

/** Objects as the server prints them for `kubectl get`; upstream: metav1.Table. `now` is virtual ms. */
export function tableOf(
  kind: KindDefinition,
  objects: readonly KubeObject[],
  now: number,
  { include = 'Metadata', metadata = {} }: { include?: IncludeObject; metadata?: object } = {},
) {
  const columns = columnsOf(kind)
  const rows = objects.map((object): Row => {
    const conditions = kind.rowConditions?.(object) ?? []
    return {
      cells: columns.map((column) => column.cell(object, now)),
      ...(conditions.length && { conditions }),
      ...(include !== 'None' && { object: include === 'Object' ? object : partialMetadata(object) }),
    }
  })
  const columnDefinitions = columns.map(({ name, type, format = '', description = '', priority = 0 }) => ({
    name,
    type,
    format,
    description,
    priority,
  }))
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions, rows }
}
