import type { AdmissionStep } from '../../api/admission'
import type { Draft } from '../../api/meta'
import { CLASS_ANNOTATION, type Ingress } from '../kinds/ingress/api'
import { DEFAULT_CLASS, type IngressClass } from '../kinds/ingressclass/api'

/** Gives a new Ingress that names no class the default one; of several the newest. Upstream: DefaultIngressClass. */
export const defaultIngressClass: AdmissionStep = {
  name: 'DefaultIngressClass',
  kinds: ['Ingress'],
  admit(object, { store }) {
    const ingress = object as Draft<Ingress>
    if (ingress.spec?.ingressClassName !== undefined || ingress.metadata.annotations?.[CLASS_ANNOTATION] !== undefined)
      return object
    let newest: IngressClass | undefined
    for (const one of store.all('IngressClass') as IterableIterator<IngressClass>) {
      if (one.metadata.annotations?.[DEFAULT_CLASS] !== 'true') continue
      if (!newest || later(one, newest)) newest = one
    }
    if (!newest) return object
    const admitted: Draft<Ingress> = { ...ingress, spec: { ...ingress.spec, ingressClassName: newest.metadata.name } }
    return admitted
  },
}

/** Upstream sorts by age, then by name. */
function later(one: IngressClass, other: IngressClass): boolean {
  const [a, b] = [one.metadata.creationTimestamp, other.metadata.creationTimestamp]
  return a === b ? one.metadata.name < other.metadata.name : a > b
}
