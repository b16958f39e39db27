import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import type { KubeObject } from '../../api/meta'
import type { Store } from '../../api/store'
import priorityClassKind, { systemPriorityClasses, type PriorityClass } from '../kinds/priorityclass/api'

/** One default class at most, and those of the system stay; upstream: the Priority admission plugin and the kind's own storage. */
export const priorityClasses: AdmissionStep = {
  name: 'PriorityClasses',
  kinds: ['PriorityClass'],
  admit(draft, { store }) {
    refuseSecondDefault(draft as PriorityClass, undefined, store)
    return draft
  },
  admitUpdate(object, old, { operation, store }) {
    const { name } = object.metadata
    if (operation !== 'DELETE') {
      refuseSecondDefault(object as PriorityClass, old.metadata.name, store)
      return object
    }
    if (systemPriorityClasses.some((one) => one.name === name))
      throw forbiddenError(priorityClassKind, name, 'this is a system priority class and cannot be deleted')
    return object
  },
}

function refuseSecondDefault({ metadata, globalDefault }: PriorityClass, own: string | undefined, store: Store): void {
  if (!globalDefault) return
  for (const one of store.all('PriorityClass') as IterableIterator<KubeObject & PriorityClass>) {
    if (!one.globalDefault || one.metadata.name === own) continue
    const why = `PriorityClass ${one.metadata.name} is already marked as default. Only one default can exist`
    throw forbiddenError(priorityClassKind, metadata.name, why)
  }
}
