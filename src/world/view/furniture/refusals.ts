import type { RefusalView } from '../../frame'
import { definePart } from './part'

/** How many of the newest are told. */
const MOST = 20

/** Who is kept apart from the rest of the words of a plugin. */
const NAMES: Readonly<Record<string, string>> = {
  rbac: 'RBAC',
  quota: 'ResourceQuota',
  limitrange: 'LimitRanger',
  podsecurity: 'PodSecurity',
  validation: 'Validation',
  disruption: 'PodDisruptionBudget',
}

/** Requests that were turned down, newest first. */
export const refusals = definePart<RefusalView>({
  kinds: [],
  mark: ({ sources }) => {
    const last = sources.refusals().at(-1)
    return last ? `${last.record}/${last.count}` : ''
  },
  build: ({ sources, store, hues }) =>
    sources
      .refusals()
      .filter(({ warning }) => !warning)
      .slice(-MOST)
      .reverse()
      .map(({ at, user, verb, kind, name, namespace, code, by, message }) => {
        const object = store.get(kind, namespace ? `${namespace}/${name}` : name)
        return {
          at,
          user,
          // An eviction is asked for by creating one under the pod.
          verb: by === 'disruption' ? 'evict' : verb,
          kind,
          name,
          namespace,
          code,
          by: NAMES[by] ?? by,
          message,
          hue: object ? hues.of(object) : -1,
        }
      }),
})
