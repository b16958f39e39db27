import type { Phrase } from '../world/frame'
import type { StageModel } from './model'
import { item, type OutlineItem } from './outlineItem'
import { phrase } from './say'
import { sizeText } from './volumeShapes'

/** A policy by its own name, without its namespace. */
const shortOf = (name: string): string => name.slice(name.indexOf('/') + 1)

/** What stands on stage besides the control plane, nodes, pods and Services, in words: one group for each sort that there is. */
export function furnitureItems({ furniture, pods }: StageModel): OutlineItem[] {
  const groups: OutlineItem[] = []
  const add = <T>(
    key: string,
    title: (count: number) => Phrase,
    list: readonly T[],
    each: (one: T, i: number) => OutlineItem,
  ): void => {
    if (list.length) groups.push(item(key, 'group', title(list.length), list.map(each)))
  }
  const object = (uid: string, label: Phrase, hue = -1) => item(uid, 'object', label, [], '', hue)
  const nameOf = (uid: string) => (uid === 'users' ? 'users' : (pods.get(uid)?.name ?? ''))
  add(
    'ingresses',
    (count) => phrase('outline.ingresses', { count }),
    furniture.ingresses,
    (one) => {
      const rules = one.rules.map(({ host, path, name }) => `${host || '*'}${path} → ${name}`).join(', ')
      return object(one.uid, phrase('outline.ingress', { name: one.name, rules }), one.hue)
    },
  )
  add(
    'volumes',
    (count) => phrase('outline.volumes', { count }),
    furniture.volumes,
    (one) => {
      const values = { name: one.claim || one.volume, phase: one.phase, size: sizeText(one.size), records: one.records }
      return object(one.uid, phrase(one.claim ? 'outline.claim' : 'outline.volume', values), one.hue)
    },
  )
  add(
    'autoscalers',
    (count) => phrase('outline.autoscalers', { count }),
    furniture.autoscalers,
    (one) => {
      if (one.kind === 'VerticalPodAutoscaler') {
        const targets = one.metrics.map(({ name, current, target }) => `${name} ${current} → ${target}`).join(', ')
        return object(one.uid, phrase('outline.vertical', { name: one.name, targets: targets || '–' }), one.hue)
      }
      const metrics = one.metrics.map(({ name, current, target }) => `${name} ${current}/${target}`).join(', ')
      return object(
        one.uid,
        phrase('outline.autoscaler', { name: one.name, current: one.current, desired: one.desired, metrics }),
        one.hue,
      )
    },
  )
  add(
    'policies',
    (count) => phrase('outline.policies', { count }),
    furniture.policies,
    (one) => {
      const values = { name: one.name, count: one.pods.length }
      const stopped = furniture.blocked.filter(({ policies }) => policies.includes(`${one.namespace}/${one.name}`))
      if (!stopped.length) return object(one.uid, phrase('outline.policy', values))
      const flows = stopped.slice(0, 3).map(({ from, to, port }) => `${nameOf(from)} → ${nameOf(to)}:${port}`)
      const more = stopped.length > flows.length ? [`+${stopped.length - flows.length}`] : []
      return object(one.uid, phrase('outline.policy.blocking', { ...values, flows: [...flows, ...more].join(', ') }))
    },
  )
  add(
    'blocked',
    (count) => phrase('outline.blockedFlows', { count }),
    furniture.blocked,
    ({ from, to, port, policies }, i) =>
      item(
        `blocked:${i}`,
        'group',
        phrase('outline.blocked', { from: nameOf(from), to: nameOf(to), port, policies: policies.map(shortOf).join(', ') }),
      ),
  )
  add(
    'budgets',
    (count) => phrase('outline.budgets', { count }),
    furniture.budgets,
    ({ uid, name, allowed, healthy, desired }) => object(uid, phrase('outline.budget', { name, allowed, healthy, desired })),
  )
  add(
    'quotas',
    (count) => phrase('outline.quotas', { count }),
    furniture.quotas,
    ({ uid, name, namespace, rows }) =>
      object(
        uid,
        phrase('outline.quota', {
          name,
          namespace,
          rows: rows.map((row) => `${row.resource} ${row.used}/${row.hard}`).join(', '),
        }),
      ),
  )
  add(
    'pools',
    (count) => phrase('outline.pools', { count }),
    furniture.pools,
    ({ name, size, min, max, joining, elastic, price }) =>
      object(
        `pool:${name}`,
        phrase(elastic ? 'outline.pool' : 'outline.rack', { name, size, min, max, joining, price: price.toFixed(2) }),
      ),
  )
  add(
    'refusals',
    (count) => phrase('outline.refusals', { count }),
    furniture.refusals,
    ({ user, verb, kind, name, by, message }, i) =>
      item(`refusal:${i}`, 'group', phrase('outline.refusal', { user, verb, kind, name, by, message })),
  )
  return groups
}
