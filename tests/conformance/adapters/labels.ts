import {
  compileRequirements,
  formatRequirements,
  matchLabels,
  requirementErrors,
  type Requirement,
  type RequirementOperator,
} from '../../../src/api/labels'
import { parseSelector, SelectorError } from '../../../src/api/parseSelector'
import { defineAdapter, sameWhereGiven } from '../adapter'

type Labels = Record<string, string>
type In =
  | { op: 'parse'; selector: string }
  | { op: 'match'; selector: string; labels: Labels }
  | { op: 'matchLabels'; matchLabels: Labels; labels: Labels }
  | { op: 'requirement'; key: string; operator: RequirementOperator; values: string[] }
  | { op: 'format'; requirements: Requirement[] }
  | { op: 'matchRequirements'; requirements: Requirement[]; labels: Labels }

export default defineAdapter<In, object>({
  ops: ['parse', 'match', 'matchLabels', 'requirement', 'format', 'matchRequirements'],
  run(input) {
    switch (input.op) {
      case 'parse':
        return ifValid(input.selector, (requirements) => ({ canonical: formatRequirements(requirements), requirements }))
      case 'match':
        return ifValid(input.selector, (requirements) => ({ matches: compileRequirements(requirements)(input.labels) }))
      case 'matchLabels':
        return { matches: matchLabels(input.matchLabels, input.labels) }
      case 'requirement':
        return { valid: requirementErrors(input).length === 0 }
      case 'format':
        return { canonical: formatRequirements(input.requirements) }
      case 'matchRequirements':
        return { matches: compileRequirements(input.requirements)(input.labels) }
    }
  },
  // Not every parsed selector was recorded with its requirements.
  equal: sameWhereGiven,
})

function ifValid(selector: string, answer: (requirements: Requirement[]) => object) {
  try {
    return { valid: true, ...answer(parseSelector(selector)) }
  } catch (error) {
    if (error instanceof SelectorError) return { valid: false }
    throw error
  }
}
