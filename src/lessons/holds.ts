import { uidNamed, type Named, type Peopled } from './everything'
import type { Amount, PodSet, Ref, Rule } from './goal'

/** Is it so at this moment? Throws RangeError for a rule or a name that nobody knows how to read. */
export function holds(rule: Rule, view: Peopled): boolean {
  if ('all' in rule) return rule.all.every((each) => holds(each, view))
  if ('any' in rule) return rule.any.some((each) => holds(each, view))
  if ('not' in rule) return !holds(rule.not, view)
  if ('ready' in rule) return isReady(view, named(rule.ready), rule.count)
  if ('exists' in rule) return uidNamed(view, named(rule.exists)) !== undefined
  if ('gone' in rule) return uidNamed(view, named(rule.gone)) === undefined
  if ('phase' in rule) return phaseOf(view, named(rule.phase)) === rule.is
  if ('endpoints' in rule) return hasEndpoints(view, named(rule.endpoints), rule.count ?? { min: 1 }, rule.only)
  if ('pods' in rule) return fits(podsIn(view, rule.pods).length, rule.count)
  if ('reaches' in rule) return reaches(view, named(rule.reaches), rule.from)
  throw new RangeError(`no rule: ${JSON.stringify(rule)}`)
}

/** The names in a `Ref`. Throws RangeError. */
export function named(ref: Ref): Named {
  const [kind, ...rest] = ref.split('/')
  const [namespace, name] = rest.length === 1 ? ['', rest[0]] : rest
  if (!kind || namespace === undefined || !name || rest.length > 2) throw new RangeError(`no name of an object: ${ref}`)
  return { kind, namespace, name }
}

const fits = (n: number, amount: Amount): boolean =>
  typeof amount === 'number' ? n === amount : n >= (amount.min ?? 0) && n <= (amount.max ?? Infinity)

const isCalled =
  ({ kind, namespace, name }: Named, ofKind?: string) =>
  (one: { readonly kind?: string; readonly namespace?: string; readonly name: string }): boolean =>
    (one.kind ?? ofKind) === kind && (one.namespace ?? '') === namespace && one.name === name

function isReady(view: Peopled, what: Named, count: Amount | undefined): boolean {
  if (what.kind === 'Node') return view.nodes.find(isCalled(what, 'Node'))?.ready === 'True'
  if (what.kind === 'Pod') return [...view.pods.values()].find(isCalled(what, 'Pod'))?.ready === true
  const work = view.drift.find(isCalled(what))
  if (!work) return false
  if (what.kind === 'Job') return fits(work.have, count ?? { min: Math.max(1, work.want) })
  const pods = podsIn(view, { of: `${what.kind}/${what.namespace}/${what.name}` })
  const good = pods.filter(({ state, old }) => state === 'ready' && !old).length
  if (count !== undefined) return fits(good, count)
  return work.want > 0 && good >= work.want && !pods.some(({ old }) => old)
}

function phaseOf(view: Peopled, what: Named): string | undefined {
  if (what.kind === 'Pod') return [...view.pods.values()].find(isCalled(what, 'Pod'))?.status
  const isMeant = isCalled(what, 'PersistentVolumeClaim')
  return view.furniture.volumes.find(({ claim, namespace }) => claim && isMeant({ namespace, name: claim }))?.phase
}

function hasEndpoints(view: Peopled, what: Named, count: Amount, only: Ref | undefined): boolean {
  const endpoints = view.services.find(isCalled(what, 'Service'))?.endpoints ?? []
  if (!fits(endpoints.length, count)) return false
  if (only === undefined) return true
  const own = new Set(podsIn(view, { of: only }).map(({ uid }) => uid))
  return endpoints.every((uid) => own.has(uid))
}

function podsIn(view: Peopled, { of, node, state }: PodSet) {
  const owner = of === undefined ? undefined : uidNamed(view, named(of))
  if (of !== undefined && owner === undefined) return []
  const parents = new Map(view.furniture.owners.map(({ uid, parent }) => [uid, parent]))
  const isOf = (uid: string | undefined): boolean => Boolean(uid) && (uid === owner || isOf(parents.get(uid!)))
  return [...view.pods.values()].filter(
    (pod) =>
      (owner === undefined || pod.uid === owner || isOf(pod.owner)) &&
      (node === undefined || pod.node === node) &&
      (state === undefined || pod.state === state),
  )
}

function reaches(view: Peopled, what: Named, from: Ref): boolean {
  const service = view.services.find(isCalled(what, 'Service'))?.uid
  const asking = new Set(podsIn(view, { of: from }).map(({ uid }) => uid))
  const calls = view.furniture.calls.filter((call) => call.service === service && asking.has(call.from))
  return calls.length > 0 && calls.every(({ rate, lost }) => rate > 0 && lost === 0)
}
