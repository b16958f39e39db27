import type { Acting } from '../world/command'
import type { PersonView, RefusalView } from '../world/frame'

/** Who you are unless you act as somebody else; upstream: the user of kubeadm's admin.conf. */
export const ADMIN = 'kubernetes-admin'

const ACCOUNT = 'system:serviceaccount:'

/** Somebody to act as, and the words for them. */
export interface Person {
  readonly acting: Acting
  /** Key of the words and what fills it; a plain name has no key. */
  readonly say: string
  readonly name: string
  /** Key and value of what is said beside it. */
  readonly beside: { readonly say: string; readonly values?: Readonly<Record<string, string>> } | null
}

/** Yourself, then everybody whom the cluster knows, then whom you act as now if the cluster does not know them. */
export function peopleToBe(people: readonly PersonView[], now: Acting): readonly Person[] {
  const known = people.map(personOf)
  const everybody = [self, ...known]
  return everybody.some(({ acting }) => isSame(acting, now)) ? everybody : [...everybody, stranger(now)]
}

export const self: Person = { acting: {}, say: '', name: ADMIN, beside: { say: 'who.adminWhy' } }

function personOf({ kind, name, namespace, as, groups, roles }: PersonView): Person {
  // Who has no role of their own may be in a group that has.
  const own = (what: Person['beside']): Person['beside'] =>
    roles.length ? { say: 'who.roles', values: { roles: roles.join(', ') } } : what
  if (kind === 'User') return { acting: { as }, say: '', name, beside: own({ say: 'who.user' }) }
  if (kind === 'Group') return { acting: { as, asGroups: groups }, say: 'who.group', name, beside: own(null) }
  return { acting: { as }, say: 'who.account', name, beside: own({ say: 'who.inNamespace', values: { namespace } }) }
}

const stranger = ({ as = '', asGroups = [] }: Acting): Person => ({
  acting: asGroups.length ? { as, asGroups } : { as },
  say: '',
  name: as,
  beside: null,
})

/** A short name for whom one acts as: `jane`, `default/robot`, `dev` for somebody of a group. */
export function shortName({ as, asGroups }: Acting): string {
  if (!as) return ADMIN
  if (asGroups?.length) return `${as} (${asGroups.join(', ')})`
  return as.startsWith(ACCOUNT) ? as.slice(ACCOUNT.length).replace(':', '/') : as
}

export const isSame = (a: Acting, b: Acting): boolean =>
  (a.as ?? '') === (b.as ?? '') && (a.asGroups ?? []).join() === (b.asGroups ?? []).join()

/** What somebody was told no to at a moment; refusals come newest first, and warnings are none. */
export const refusedTo = (refusals: readonly RefusalView[], user: string, at: number): RefusalView | undefined =>
  refusals.find((one) => one.user === user && one.at >= at && one.code >= 400)
