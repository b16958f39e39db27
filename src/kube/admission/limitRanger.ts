import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import type { Draft } from '../../api/meta'
import type { Store } from '../../api/store'
import { aggregate } from '../auth/rbac'
import { claimLimitErrors, podLimitErrors, withLimitDefaults } from '../limits/limits'
import type { LimitRange } from '../kinds/limitrange/api'
import type { Pod } from '../kinds/pod/api'

const rangesIn = (store: Store, namespace = 'default'): readonly LimitRange[] =>
  store.size('LimitRange') === 0 ? [] : (store.inNamespace('LimitRange', namespace) as readonly LimitRange[])

/** Gives containers the requests and limits of their namespace, and refuses what is out of its bounds; upstream: the LimitRanger plugin. */
export const limitRanger: AdmissionStep = {
  name: 'LimitRanger',
  by: 'limitrange',
  kinds: ['Pod', 'PersistentVolumeClaim'],
  admit(draft, { store }) {
    if (draft.kind !== 'Pod') return draft
    return rangesIn(store, draft.metadata.namespace).reduce<Draft>(
      (pod, range) => withLimitDefaults(pod as Draft<Pod>, range) as Draft,
      draft,
    )
  },
  check(object, old, { store, kind }) {
    if (object.kind === 'Pod' && old) return
    for (const range of rangesIn(store, object.metadata.namespace)) {
      const errors = object.kind === 'Pod' ? podLimitErrors(object as Pod, range) : claimLimitErrors(object, range)
      if (errors.length) throw forbiddenError(kind, object.metadata.name, aggregate(errors))
    }
  },
}
