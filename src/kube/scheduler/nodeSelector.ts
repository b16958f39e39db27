import { compileRequirements, matchLabels, requirementErrors, type Requirement, type RequirementOperator } from '../../api/labels'
import type { Node } from '../kinds/node/api'
import type { Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../kinds/pod/api'

/** A condition on nodes. `key` is equal for equal conditions, so that answers can be kept per node. */
export interface NodeMatch {
  readonly key: string
  readonly matches: (node: Node) => boolean
  /** The only nodes that can match, where the condition names them (`metadata.name in (...)`); null: any. */
  readonly names: ReadonlySet<string> | null
}

/** A wish of a pod for nodes, with its weight. */
export interface PreferredMatch extends NodeMatch {
  readonly weight: number
}

type Test = (node: Node) => boolean

const operators: Record<NodeSelectorRequirement['operator'], RequirementOperator> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
}

const never: Test = () => false

/** A term as a predicate; null for an empty one. What the API server would have refused matches nothing. */
function compileTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): Test | null {
  if (matchExpressions.length === 0 && matchFields.length === 0) return null
  const requirements = matchExpressions.map(({ key, operator, values = [] }): Requirement => ({
    key,
    operator: operators[operator],
    values,
  }))
  if (requirements.some((requirement) => requirementErrors(requirement).length > 0)) return never
  const labels = compileRequirements(requirements)
  const fields = matchFields.map(compileField)
  return (node) => labels(node.metadata.labels) && fields.every((holds) => holds(node))
}

function compileField({ key, operator, values = [] }: NodeSelectorRequirement): Test {
  if (key !== 'metadata.name' || values.length !== 1) return never
  if (operator === 'In') return (node) => node.metadata.name === values[0]
  if (operator === 'NotIn') return (node) => node.metadata.name !== values[0]
  return never
}

/** Node names that the selector allows, when every term of it names some. Upstream: NodeAffinity's PreFilter. */
function namesOf({ nodeSelectorTerms = [] }: NodeSelector): ReadonlySet<string> | null {
  const names = new Set<string>()
  for (const { matchFields = [] } of nodeSelectorTerms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values)
    if (lists.length === 0) return null
    for (const name of lists[0]!) if (lists.every((list) => list.includes(name))) names.add(name)
  }
  return nodeSelectorTerms.length > 0 ? names : null
}

function compileTerms(terms: readonly NodeSelectorTerm[] = []): Test {
  const tests = terms.map(compileTerm).filter((test) => test !== null)
  return (node) => tests.some((holds) => holds(node))
}

/** What a pod requires of its node by `nodeSelector` and required node affinity; null: nothing. */
export function requiredMatch(selector: Pod['spec']['nodeSelector'], affinity: Affinity | undefined): NodeMatch | null {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  const exact = selector && Object.keys(selector).length > 0 ? selector : null
  if (!required && !exact) return null
  const terms = required && compileTerms(required.nodeSelectorTerms)
  return {
    key: JSON.stringify([exact, required]),
    matches: (node) => (!exact || matchLabels(exact, node.metadata.labels)) && (!terms || terms(node)),
    names: required ? namesOf(required) : null,
  }
}

/** The same for an affinity set for all pods (`addedAffinity` of the plugin's arguments). */
export const affinityMatch = (affinity: Affinity['nodeAffinity']): NodeMatch | null =>
  requiredMatch(undefined, { nodeAffinity: affinity })

/** Preferred terms that can count: neither empty nor of no weight. */
export function preferredMatches(affinity: Affinity['nodeAffinity']): readonly PreferredMatch[] {
  return (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ weight, preference }) => {
    const matches = weight === 0 ? null : compileTerm(preference)
    return matches ? [{ weight, matches, key: JSON.stringify(preference), names: null }] : []
  })
}
