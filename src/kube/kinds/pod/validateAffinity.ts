import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { dns1123Label, dns1123Subdomain, labelValue } from '../../../api/names'
import type { Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from './types'
import { validateLabelName, validateSelector } from './validateSelector'

const noSuchOperator = 'not a valid selector operator'
const weightRange = 'must be in the range 1-100'

/** Checks what draws a pod to nodes and to other pods. Rule: validateAffinity. */
export function validateAffinity(affinity: Affinity | undefined, path: string, out: FieldError[]): void {
  if (!affinity) return
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity
  if (nodeAffinity) {
    const hard = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution
    if (hard) validateNodeSelector(hard, `${path}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`, out)
    nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution?.forEach((term, i) => {
      const at = `${path}.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
      if (!(term.weight > 0 && term.weight <= 100)) out.push(invalid(`${at}.weight`, term.weight, weightRange))
      // What is only preferred may have values that no label can have.
      validateNodeTerm(term.preference ?? {}, `${at}.preference`, out, true)
    })
  }
  validatePodAffinity(podAffinity, `${path}.podAffinity`, out)
  validatePodAffinity(podAntiAffinity, `${path}.podAntiAffinity`, out)
}

/** Checks a node selector, of a pod or a volume. Rule: ValidateNodeSelector. */
export function validateNodeSelector(selector: NodeSelector, path: string, out: FieldError[]): void {
  const terms = selector.nodeSelectorTerms ?? []
  if (!terms.length) out.push(required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term'))
  terms.forEach((term, i) => validateNodeTerm(term, `${path}.nodeSelectorTerms[${i}]`, out))
}

function validateNodeTerm(term: NodeSelectorTerm, path: string, out: FieldError[], anyValue = false): void {
  term.matchExpressions?.forEach((one, i) => validateExpression(one, `${path}.matchExpressions[${i}]`, anyValue, out))
  term.matchFields?.forEach((one, i) => validateFieldMatch(one, `${path}.matchFields[${i}]`, out))
}

function validateExpression(
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: string,
  anyValue: boolean,
  out: FieldError[],
): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (!values.length) out.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length)
        out.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        out.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default:
      out.push(invalid(`${path}.operator`, operator ?? '', noSuchOperator))
  }
  validateLabelName(key, `${path}.key`, out)
  if (anyValue) return
  values.forEach((value, i) => {
    for (const message of labelValue(value)) out.push(invalid(`${path}.values[${i}]`, value, message))
  })
}

function validateFieldMatch({ key, operator, values = [] }: NodeSelectorRequirement, path: string, out: FieldError[]): void {
  if (operator !== 'In' && operator !== 'NotIn') out.push(invalid(`${path}.operator`, operator ?? '', noSuchOperator))
  else if (values.length !== 1) {
    out.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
  }
  if (key !== 'metadata.name') return void out.push(invalid(`${path}.key`, key ?? '', 'not a valid field selector key'))
  values.forEach((value, i) => {
    for (const message of dns1123Subdomain(value)) out.push(invalid(`${path}.values[${i}]`, value, message))
  })
}

function validatePodAffinity(affinity: PodAffinity | undefined, path: string, out: FieldError[]): void {
  affinity?.requiredDuringSchedulingIgnoredDuringExecution?.forEach((term, i) =>
    validatePodTerm(term, `${path}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`, out),
  )
  affinity?.preferredDuringSchedulingIgnoredDuringExecution?.forEach((term, i) => {
    const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
    if (!(term.weight > 0 && term.weight <= 100)) out.push(invalid(`${at}.weight`, term.weight, weightRange))
    if (term.podAffinityTerm) validatePodTerm(term.podAffinityTerm, `${at}.podAffinityTerm`, out)
  })
}

function validatePodTerm(term: PodAffinityTerm, path: string, out: FieldError[]): void {
  validateSelector(term.labelSelector, `${path}.labelSelector`, out)
  validateSelector(term.namespaceSelector, `${path}.namespaceSelector`, out)
  for (const name of term.namespaces ?? []) {
    for (const message of dns1123Label(name)) out.push(invalid(`${path}.namespace`, name, message))
  }
  validateMatchKeys(term, path, out)
  if (!term.topologyKey) out.push(required(`${path}.topologyKey`, 'can not be empty'))
  validateLabelName(term.topologyKey, `${path}.topologyKey`, out)
}

/** Rule: validateMatchLabelKeysAndMismatchLabelKeys. */
function validateMatchKeys(term: PodAffinityTerm, path: string, out: FieldError[]): void {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term
  for (const [field, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys })) {
    if (keys.length && !labelSelector) {
      out.push(forbidden(`${path}.${field}`, 'must not be specified when labelSelector is not set'))
    } else keys.forEach((key, i) => validateLabelName(key, `${path}.${field}[${i}]`, out))
  }
  const asked = new Set(Object.keys(labelSelector?.matchLabels ?? {}))
  for (const { key } of labelSelector?.matchExpressions ?? []) {
    const i = matchLabelKeys.lastIndexOf(key)
    // The selector already holds what the server made of the keys: a second one is a person's.
    if (i >= 0 && asked.has(key)) out.push(invalid(`${path}[${i}]`, key, 'exists in both matchLabelKeys and labelSelector'))
    asked.add(key)
  }
  matchLabelKeys.forEach((key, i) => {
    if (!mismatchLabelKeys.includes(key)) return
    out.push(invalid(`${path}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'))
  })
}
