import { bracket, classOf, controls } from './letters'
import { all, any, at as place, either, group, keep, letter, one, RegexError, repeat, type Node, type Place } from './node'

/**
 * Who reads the pattern. `basic` and `extended` as POSIX and GNU have them, `awk` extended with escapes inside brackets, `perl` with
 * what of Perl's a search in bounded time can do.
 */
export type Flavour = 'basic' | 'extended' | 'awk' | 'perl'

/** A pattern that was read. */
export interface Parsed {
  readonly node: Node
  /** Captures, that of the whole not counted. */
  readonly groups: number
}

const DEEPEST = 200
const MOST_TIMES = 32_767
const STACKED = 20

const places: Readonly<Record<string, Place>> = {
  b: 'edge',
  B: 'noEdge',
  '<': 'wordStart',
  '>': 'wordEnd',
  '`': 'start',
  "'": 'end',
}
const perlPlaces: Readonly<Record<string, Place>> = { b: 'edge', B: 'noEdge', A: 'start', Z: 'end', z: 'end' }

/** Reads a pattern. Throws RegexError with the words of the GNU tools for what is none, or could need unbounded time (back references). */
export function parsePattern(source: string, flavour: Flavour): Parsed {
  const basic = flavour === 'basic'
  const perl = flavour === 'perl'
  let at = 0
  let groups = 0
  let depth = 0

  /** The operator that stands here: with a backslash in basic expressions, without elsewhere. */
  const operator = (from = at): string | undefined => {
    const c = source[from]
    if (c === '*') return c
    if (c === '\\') return basic && '(){}|+?'.includes(source[from + 1] || '\n') ? source[from + 1] : undefined
    return !basic && c !== undefined && '(){}|+?'.includes(c) ? c : undefined
  }
  const width = basic ? 2 : 1

  const choice = (): Node => {
    if (++depth > DEEPEST) throw new RegexError('Regular expression too big')
    const parts = [sequence()]
    while (operator() === '|') {
      at += width
      parts.push(sequence())
    }
    depth--
    return either(parts)
  }

  const sequence = (): Node => {
    const parts: Node[] = []
    while (at < source.length) {
      const op = operator()
      if (op === '|') break
      if (op === ')') {
        if (depth > 1) break
        throw new RegexError('Unmatched ) or \\)')
      }
      const before = groups
      const literal = basic && op === '*' && parts.every((part) => part.kind === 'at' && part.place === 'start')
      const part = literal ? letter(source[at++]!) : atom(op, parts.length === 0)
      parts.push(repeated(part, [before + 1, groups + 1]))
    }
    return all(parts)
  }

  const atom = (op: string | undefined, first: boolean): Node => {
    if (op === '(') return grouped()
    if (op === '{' && !interval()) {
      if (basic) throw new RegexError('Unmatched \\{')
      return letter(source[at++]!)
    }
    if (op !== undefined && op !== '}') throw new RegexError('Invalid preceding regular expression')
    if (op === '}') {
      at += width
      return letter('}')
    }
    const c = source[at++]!
    if (c === '.') return any
    if (c === '[') {
      const found = bracket(source, at, { escapes: flavour === 'awk' || perl ? 'all' : 'none', bang: false })
      if (!found) throw new RegexError('Unmatched [, [^, [:, [., or [=')
      at = found.next
      return one(found.letters)
    }
    if (c === '^' && (!basic || first)) return place('start')
    if (c === '$' && (!basic || at >= source.length || operator() === ')' || operator() === '|')) return place('end')
    return c === '\\' ? escape() : letter(c)
  }

  const grouped = (): Node => {
    at += width
    let index = 0
    if (perl && source[at] === '?') {
      const [how] = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(source.slice(at, at + 64)) ?? []
      if (how === undefined) throw new RegexError('unrecognized character after (? or (?-')
      at += how.length
      if (how !== '?:') index = ++groups
    } else index = ++groups
    const inner = choice()
    if (operator() !== ')') throw new RegexError('Unmatched ( or \\(')
    at += width
    return index ? group(index, inner) : inner
  }

  const escape = (): Node => {
    const c = source[at++]
    if (c === undefined) throw new RegexError('Trailing backslash')
    if (c >= '1' && c <= '9') throw new RegexError('Invalid back reference')
    const named = perl ? perlPlaces : places
    if (Object.hasOwn(named, c)) return place(named[c]!)
    if (perl && c === 'K') return keep
    const known = classOf(c)
    if (known) return one(known)
    return letter((perl || flavour === 'awk') && Object.hasOwn(controls, c) ? controls[c]! : c)
  }

  /** `{m}`, `{m,}`, `{,n}` or `{m,n}` here; undefined when it is something else. */
  const interval = (): { readonly min: number; readonly max: number; readonly length: number } | undefined => {
    const form = basic ? /^\\\{(\d*)(,?)(\d*)\\\}/ : /^\{(\d*)(,?)(\d*)\}/
    const [whole, low = '', comma, high] = form.exec(source.slice(at, at + 40)) ?? []
    if (whole === undefined || (low === '' && (perl || !comma))) return undefined
    const min = Number(low)
    const max = comma ? (high ? Number(high) : Infinity) : min
    if (min > max) throw new RegexError('Invalid content of \\{\\}')
    if (min > MOST_TIMES || (max > MOST_TIMES && max !== Infinity)) throw new RegexError('Regular expression too big')
    return { min, max, length: whole.length }
  }

  const repeated = (part: Node, inside: readonly [number, number]): Node => {
    let node = part
    for (let stacked = 0; at < source.length; stacked++) {
      const op = operator()
      let min = op === '+' ? 1 : 0
      let max = op === '?' ? 1 : Infinity
      if (op === '{') {
        const times = interval()
        if (!times) {
          if (basic) throw new RegexError('Unmatched \\{')
          break
        }
        ;({ min, max } = times)
        at += times.length
      } else if (op === '*') at++
      else if (op === '+' || op === '?') at += width
      else break
      if (stacked > (perl ? 0 : STACKED)) throw new RegexError('Invalid preceding regular expression')
      const lazy = perl && source[at] === '?'
      if (lazy) at++
      node = repeat(node, min, max, lazy, inside)
    }
    return node
  }

  const node = choice()
  return { node, groups }
}
