import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import type { Draft } from '../../api/meta'
import podKind, { type Pod } from '../kinds/pod/api'
import { withDefaultTolerations, withServiceAccount } from '../kinds/pod/admission'
import { withPriorityOfClass } from './priority'

/**
 * What upstream's ServiceAccount, DefaultTolerationSeconds and Priority plugins do to a new pod.
 * A service account that does not exist refuses the pod; but `default` of a young namespace is about to be made, and upstream waits for it.
 */
export const podDefaults: AdmissionStep = {
  name: 'PodDefaults',
  kinds: ['Pod'],
  admit(draft, { store }) {
    const pod = withServiceAccount(draft as Draft<Pod>)
    const { namespace = 'default', name = '', generateName = '' } = pod.metadata
    const account = pod.spec.serviceAccountName ?? 'default'
    if (account !== 'default' && !store.get('ServiceAccount', `${namespace}/${account}`)) {
      const why = `error looking up service account ${namespace}/${account}: serviceaccount ${JSON.stringify(account)} not found`
      throw forbiddenError(podKind, name || generateName, why)
    }
    return withDefaultTolerations(withPriorityOfClass(pod, store))
  },
}
