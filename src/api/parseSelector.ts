import { fieldErrorText, type FieldError } from './errors'
import { byKey, labelKeyErrors, requirementErrors, type Requirement, type RequirementOperator } from './labels'

/** Thrown by the selector parsers; the message is what kubectl and the API server print. */
export class SelectorError extends Error {}

const binary = new Map<string, RequirementOperator>([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
])
const binaryNames = 'in, notin, =, ==, !=, gt, lt'
const token = /[ \t\r\n]*(==|!=|[=!(),<>]|[^ \t\r\n=!(),<>]+|$)/y
const symbols = new Set(['==', '!=', '=', '!', '(', ')', ',', '<', '>'])

/**
 * Reads what `kubectl -l` and `?labelSelector=` take: `app=web,tier in (a,b),!old,gen>3`. Sorted by key; empty text is
 * the empty selector, which matches everything. Throws SelectorError. Grammar: k8s.io/apimachinery/pkg/labels, Parse.
 */
export function parseSelector(text: string): Requirement[] {
  const tokens = scan(text)
  const requirements: Requirement[] = []
  let at = 0
  // The end is an empty token, and stays there however often it is asked for.
  const peek = () => tokens[at] ?? ''
  const next = () => tokens[at++] ?? ''
  const isWord = (word: string) => word !== '' && !symbols.has(word)
  const fail = (found: string, expected: string): never => {
    throw new SelectorError(`found '${found}', expected: ${expected}`)
  }

  const exactValue = (): string[] => {
    if (peek() === '' || peek() === ',') return ['']
    const word = next()
    return isWord(word) ? [word] : fail(word, 'identifier')
  }

  const valueSet = (): string[] => {
    const open = next()
    if (open !== '(') throw new SelectorError(`found '${open}' expected: '('`)
    const first = peek()
    if (first === ')') {
      next()
      return ['']
    }
    if (first !== ',' && !isWord(first)) fail(first, "',', ')' or identifier")
    const values = new Set<string>()
    for (;;) {
      const word = next()
      if (isWord(word)) {
        values.add(word)
        if (peek() !== ',' && peek() !== ')') fail(peek(), "',' or ')'")
      } else if (word === ',') {
        // An empty value stands before a leading comma, between two and before the closing parenthesis.
        if (values.size === 0 || peek() === ',' || peek() === ')') values.add('')
      } else fail(word, "',', or identifier")
      if (peek() === ')') break
    }
    next()
    return [...values].sort()
  }

  const requirement = (): Requirement => {
    let absent = false
    let key = next()
    if (key === '!') {
      absent = true
      key = next()
    }
    if (!isWord(key)) fail(key, 'identifier')
    refuse(labelKeyErrors('<nil>', key))
    if (absent) return { key, operator: '!', values: [] }
    if (peek() === '' || peek() === ',') return { key, operator: 'exists', values: [] }
    const name = next()
    const operator = binary.get(name) ?? fail(name, binaryNames)
    const values = operator === 'in' || operator === 'notin' ? valueSet() : exactValue()
    refuse(requirementErrors({ key, operator, values }))
    return { key, operator, values }
  }

  for (;;) {
    const first = peek()
    if (first === '' && at >= tokens.length) return requirements.sort(byKey)
    if (first !== '!' && !isWord(first)) fail(first, "!, identifier, or 'end of string'")
    try {
      requirements.push(requirement())
    } catch (error) {
      throw error instanceof SelectorError ? new SelectorError(`unable to parse requirement: ${error.message}`) : error
    }
    const after = next()
    if (after === '') return requirements.sort(byKey)
    if (after !== ',') fail(after, "',' or 'end of string'")
    if (peek() !== '!' && !isWord(peek())) fail(peek(), "identifier after ','")
  }
}

function scan(text: string): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  for (let found = token.exec(text); found && found[1] !== ''; found = token.exec(text)) tokens.push(found[1]!)
  return tokens
}

function refuse(errors: readonly FieldError[]) {
  if (errors.length === 0) return
  const texts = [...new Set(errors.map(fieldErrorText))]
  throw new SelectorError(texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`)
}
