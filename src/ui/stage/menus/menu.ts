import type { Command } from '../../../world/command'

/** One line of a menu: a sentence, and what it does. */
export interface MenuItem {
  readonly say: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly command?: Command
  /** Opens the inspector at a section instead of changing the cluster. */
  readonly inspect?: { readonly uid: string; readonly section: string }
  /** The line shows what is so now. */
  readonly checked?: boolean
  /** Begins a new group. */
  readonly first?: boolean
  /** Opens these lines in place of the present ones. */
  readonly items?: readonly MenuItem[]
}

export interface Menu {
  readonly title: string
  readonly items: readonly MenuItem[]
}

/** Opens the inspector. */
export const inspect = (uid: string): MenuItem => ({ say: 'menu.inspect', inspect: { uid, section: '' } })

/** The lines as a group of their own. */
export const asGroup = (items: readonly MenuItem[]): readonly MenuItem[] =>
  items.map((item, i) => (i ? item : { ...item, first: true }))

/** A line with lines below it; none when there are none. */
export const branch = (say: string, items: readonly MenuItem[], values?: MenuItem['values']): readonly MenuItem[] =>
  items.length ? [{ say, items, ...(values && { values }) }] : []

/** Deletes an object of the API. */
export const remove = (kind: string, namespace: string, name: string): MenuItem => ({
  say: 'menu.delete',
  command: { type: 'delete', kind, namespace, name },
  first: true,
})

/** What tells two lines of one menu apart. */
export const keyOf = ({ say, values, command }: MenuItem): string => say + JSON.stringify(values ?? command ?? '')
