import { UsageError } from './shell'

/** One step of a path. */
export type Step =
  | { readonly kind: 'root' | 'all' | 'deep' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly first: number; readonly end: number; readonly step: number }
  | {
      readonly kind: 'filter'
      readonly left: Path | { readonly value: unknown }
      readonly operator?: Operator
      readonly right?: Path | { readonly value: unknown }
    }

/** The steps from a value to those that a person means. */
export type Path = readonly Step[]

type Operator = '==' | '!=' | '<' | '>' | '<=' | '>='

/** Reads `.a['b'][0].c`, `$.a`, `@.a`, `..a`, `.a[*]`, `.a[1:3]`, `.a[0,2]`, `.a[?(@.b=="c")]`. Throws UsageError. */
export function pathOf(text: string): Path {
  const steps: Step[] = []
  let rest = text
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest)
    if (found) rest = rest.slice(found[0].length)
    return found
  }
  if (take(/^\$/)) steps.push({ kind: 'root' })
  else take(/^@/)
  while (rest) {
    let found: RegExpExecArray | null
    if (take(/^\.\.(?=\*|\[|\w)/)) {
      steps.push({ kind: 'deep' })
      if (take(/^\*/)) steps.push({ kind: 'all' })
      else if ((found = take(/^(?:[\w/-]|\\.)+/))) steps.push(fieldOf(found[0]))
    } else if (take(/^\.?\*/)) steps.push({ kind: 'all' })
    else if ((found = take(/^\.((?:[\w/-]|\\.)+)/))) steps.push(fieldOf(found[1]!))
    else if (take(/^\.(?=\[|$)/)) continue
    else if (steps.length === 0 && (found = take(/^(?:[\w/-]|\\.)+/))) steps.push(fieldOf(found[0]))
    else if ((found = take(/^\[\?\((.*?)\)\]/))) steps.push(filterOf(found[1]!, text))
    else if ((found = take(/^\[([^\]]*)\]/))) steps.push(bracketOf(found[1]!.trim(), text))
    else throw unknown(text)
  }
  return steps
}

const fieldOf = (name: string): Step => ({ kind: 'field', name: name.replace(/\\(.)/g, '$1') })

function bracketOf(inner: string, text: string): Step {
  if (inner === '*') return { kind: 'all' }
  const quoted = /^(["'])(.*)\1$/.exec(inner)
  if (quoted) return { kind: 'field', name: quoted[2]! }
  if (/^-?\d+(\s*,\s*-?\d+)*$/.test(inner)) return { kind: 'indexes', indexes: inner.split(',').map(Number) }
  const slice = /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(inner)
  if (!slice) throw unknown(text)
  const [, first, end, step] = slice
  return { kind: 'slice', first: Number(first || 0), end: end ? Number(end) : Infinity, step: Number(step ?? 1) }
}

function filterOf(inner: string, text: string): Step {
  const [, left, operator, right] = /^\s*(.*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.*?)\s*)?$/.exec(inner) ?? []
  if (!left) throw unknown(text)
  if (!operator) return { kind: 'filter', left: sideOf(left) }
  return { kind: 'filter', left: sideOf(left), operator: operator as Operator, right: sideOf(right ?? '') }
}

function sideOf(text: string): Path | { readonly value: unknown } {
  const quoted = /^(["'])(.*)\1$/.exec(text)
  if (quoted) return { value: quoted[2] }
  if (/^-?\d+(\.\d+)?$/.test(text)) return { value: Number(text) }
  return text === 'true' || text === 'false' ? { value: text === 'true' } : pathOf(text)
}

const unknown = (text: string) => new UsageError(`error: error parsing jsonpath {${text}}, unrecognized expression`)
