import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import podKind from '../kinds/pod/api'

/** More pods than Kubernetes itself supports in one cluster would only make the page stand still. */
const MOST_PODS = 150_000

/** Refuses pods beyond what one tab can hold; what asked for them gets the refusal as any other. */
export const podLimit: AdmissionStep = {
  name: 'PodLimit',
  kinds: ['Pod'],
  admit(draft, { store }) {
    if (store.size('Pod') >= MOST_PODS) {
      throw forbiddenError(
        podKind,
        draft.metadata.name ?? draft.metadata.generateName ?? '',
        `this cluster holds at most ${MOST_PODS} pods`,
      )
    }
    return draft
  },
}
