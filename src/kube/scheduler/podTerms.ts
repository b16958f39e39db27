import { compileSelector, type Labels } from '../../api/labels'
import type { Pod, PodAffinity, PodAffinityTerm } from '../kinds/pod/api'
import { podSelector, type PodSelector } from './podCounts'

/** Labels of a namespace, by name. */
export type NamespaceLabels = (namespace: string) => Labels

/** One term of affinity between pods: which pods it speaks of, and within what they are near. */
export interface PodTerm {
  /** Equal terms have equal keys. */
  readonly key: string
  readonly topologyKey: string
  readonly selector: PodSelector
  readonly namespaces: readonly string[]
  /** Further namespaces by their labels, or null. */
  readonly byNamespace: ((labels: Labels) => boolean) | null
  /** 1 to 100; 0 for required terms. */
  readonly weight: number
}

/** All that a pod says of other pods. */
export interface PodTerms {
  readonly required: readonly PodTerm[]
  readonly preferred: readonly PodTerm[]
  readonly requiredAnti: readonly PodTerm[]
  readonly preferredAnti: readonly PodTerm[]
}

const none: PodTerms = { required: [], preferred: [], requiredAnti: [], preferredAnti: [] }
const known = new WeakMap<object, Map<string, PodTerms>>()

/** The pod's terms; worked out once per affinity and namespace. */
export function podTermsOf({ spec: { affinity }, metadata: { namespace = '' } }: Pod): PodTerms {
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity) return none
  let byNamespace = known.get(affinity)
  if (!byNamespace) known.set(affinity, (byNamespace = new Map()))
  let terms = byNamespace.get(namespace)
  if (!terms) {
    const [required, preferred] = termsOf(affinity.podAffinity, namespace)
    const [requiredAnti, preferredAnti] = termsOf(affinity.podAntiAffinity, namespace)
    byNamespace.set(namespace, (terms = { required, preferred, requiredAnti, preferredAnti }))
  }
  return terms
}

function termsOf(affinity: PodAffinity = {}, namespace: string): [PodTerm[], PodTerm[]] {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: hard = [],
    preferredDuringSchedulingIgnoredDuringExecution: soft = [],
  } = affinity
  return [
    hard.map((term) => compile(term, namespace, 0)),
    soft.filter(({ weight }) => weight !== 0).map(({ weight, podAffinityTerm }) => compile(podAffinityTerm, namespace, weight)),
  ]
}

function compile(
  { topologyKey, labelSelector, namespaces = [], namespaceSelector }: PodAffinityTerm,
  own: string,
  weight: number,
): PodTerm {
  const names = namespaces.length === 0 && !namespaceSelector ? [own] : [...namespaces].sort()
  const selector = podSelector(labelSelector)
  return {
    key: `${topologyKey} ${weight} ${names.join()} ${namespaceSelector ? JSON.stringify(namespaceSelector) : ''} ${selector.key}`,
    topologyKey,
    selector,
    namespaces: names,
    byNamespace: namespaceSelector ? compileSelector(namespaceSelector) : null,
    weight,
  }
}

/** Does the term speak of this pod? */
export const speaksOf = (term: PodTerm, { metadata: { namespace = '', labels } }: Pod, labelsOf: NamespaceLabels): boolean =>
  (term.namespaces.includes(namespace) || (term.byNamespace?.(labelsOf(namespace)) ?? false)) && term.selector.matches(labels)

/** What several terms speak of together: pods that all of them select, in namespaces that all of them name. */
export interface Common {
  readonly selector: PodSelector
  readonly namespaces: readonly string[]
}

const commons = new WeakMap<readonly PodTerm[], Common | null>()

/** Null when a term chooses namespaces by their labels. */
export function commonOf(terms: readonly PodTerm[]): Common | null {
  const [first] = terms
  if (terms.length === 1) return first!.byNamespace ? null : first!
  let common = commons.get(terms)
  if (common === undefined) commons.set(terms, (common = terms.some((term) => term.byNamespace) ? null : both(terms)))
  return common
}

function both(terms: readonly PodTerm[]): Common {
  const selectors = terms.map(({ selector }) => selector)
  return {
    namespaces: [...new Set(terms[0]!.namespaces)].filter((name) => terms.every(({ namespaces }) => namespaces.includes(name))),
    selector: {
      key: selectors.map(({ key }) => key).join(' & '),
      matches: (labels) => selectors.every((selector) => selector.matches(labels)),
      pair: selectors.find(({ pair }) => pair !== '')?.pair ?? '',
      uncounted: false,
    },
  }
}
