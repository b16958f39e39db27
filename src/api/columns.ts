import { humanDuration } from './duration'
import type { Column } from './kind'
import type { KubeObject, Time } from './meta'
import { virtualMs } from './time'

/** How long ago, in kubectl's words; `<unknown>` for what never was. `now` is virtual ms. */
export const ago = (time: Time | null | undefined, now: number): string =>
  time ? humanDuration(now - virtualMs(time)) : '<unknown>'

const nameText =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names'
const ageText =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.'

/** NAME, as every table begins. */
export const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: nameText,
  cell: (object) => object.metadata.name,
}

/** AGE, as most tables end. */
export const ageColumn: Column = {
  name: 'Age',
  type: 'string',
  description: ageText,
  cell: (object, now) => ago(object.metadata.creationTimestamp, now),
}

type Cell<T extends KubeObject> = Column<T>['cell']

/** A column of text, also of counts that the server declares as text. `wide` = shown with `-o wide` only. */
export const textColumn = <T extends KubeObject>(name: string, cell: Cell<T>, wide?: 'wide'): Column<T> => ({
  name,
  type: 'string',
  ...(wide && { priority: 1 }),
  cell,
})

/** A column of whole numbers. */
export const numberColumn = <T extends KubeObject>(name: string, cell: Cell<T>): Column<T> => ({ name, type: 'integer', cell })

/** A value or `<none>`. */
export const orNone = (text: string | undefined): string => text || '<none>'

/** Labels as tables print them: `a=b,c=d`, keys sorted. */
export const labelsText = (labels: Readonly<Record<string, string>> | undefined): string => {
  const pairs = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length ? pairs.map(([key, value]) => `${key}=${value}`).join(',') : '<none>'
}
