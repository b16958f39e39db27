import type { AdmissionStep } from '../../api/admission'
import type { KindDefinition } from '../../api/kind'
import { charged } from '../quota/check'
import { isCounted } from '../quota/evaluators'
import type { ResourceQuota } from '../kinds/resourcequota/api'

/** Counts new objects against the quotas of their namespace, or refuses them; upstream: the ResourceQuota plugin. Always the last step. */
export const resourceQuota: AdmissionStep = {
  name: 'ResourceQuota',
  by: 'quota',
  kinds: 'all',
  check(object, old, { store, kind, now, dryRun, cause }) {
    if (store.size('ResourceQuota') === 0 || !isCounted(kind as KindDefinition)) return
    const quotas = store.inNamespace('ResourceQuota', object.metadata.namespace ?? '') as readonly ResourceQuota[]
    if (!quotas.length) return
    const changed = charged({ kind, object, old, quotas, now })
    if (!dryRun) for (const quota of changed) store.put(quota, cause)
  },
}
