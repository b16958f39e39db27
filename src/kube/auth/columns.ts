import { ageColumn, nameColumn } from '../../api/columns'
import type { Column } from '../../api/kind'
import type { Binding } from './policy'

/** When it was made, as kinds without columns of their own are printed; upstream: the default table converter. */
export const createdAtColumn: Column = {
  name: 'Created At',
  type: 'date',
  cell: ({ metadata }) => metadata.creationTimestamp ?? '',
}

const subjectsColumn = (name: string, kind: string): Column<Binding> => ({
  name,
  type: 'string',
  priority: 1,
  cell: ({ subjects = [] }) =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map((subject) => (kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name))
      .join(', '),
})

/** The columns of both kinds of bindings. */
export const bindingColumns: readonly Column<Binding>[] = [
  nameColumn as Column<Binding>,
  { name: 'Role', type: 'string', cell: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  ageColumn as Column<Binding>,
  subjectsColumn('Users', 'User'),
  subjectsColumn('Groups', 'Group'),
  subjectsColumn('ServiceAccounts', 'ServiceAccount'),
]
