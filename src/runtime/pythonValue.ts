/** A value of the little Python. */
export type Value = string | number | boolean | null | readonly Value[]

/** What an expression may look at. */
export interface Names {
  readonly env: Readonly<Record<string, string>>
  readonly vars: ReadonlyMap<string, Value>
}

/** Something that the little Python does not know, so that nothing can be said of the script. */
export class Unknown extends Error {}

/** An exception of the script itself, as its last line of a traceback. */
export class Raised extends Error {}

const TOKEN =
  /\s*(?:([fr]?)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+\.?\d*)|([A-Za-z_][\w.]*)|(\*\*|\/\/|==|!=|<=|>=|[-+*/%<>()[\],]))/y

interface Token {
  readonly kind: 'text' | 'format' | 'number' | 'name' | 'sign'
  readonly text: string
}

function tokens(source: string): Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source)
    if (!match) throw new Unknown(source)
    const [, prefix, quoted, number, name, sign] = match
    if (quoted !== undefined) found.push({ kind: prefix === 'f' ? 'format' : 'text', text: unquoted(quoted) })
    else if (number !== undefined) found.push({ kind: 'number', text: number })
    else found.push(name !== undefined ? { kind: 'name', text: name } : { kind: 'sign', text: sign! })
  }
  return found
}

const unquoted = (quoted: string) =>
  quoted.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter))

/** Works out an expression. Throws Unknown for what it does not know, Raised for what Python would raise. */
export function evaluate(source: string, names: Names): Value {
  const list = tokens(source)
  let at = 0
  const peek = (text: string) => list[at]?.text === text && list[at]!.kind !== 'text' && list[at]!.kind !== 'format'
  const take = (text: string) => peek(text) && (at++, true)
  const expect = (text: string) => {
    if (!take(text)) throw new Unknown(source)
  }
  const listUntil = (end: string): Value[] => {
    const values: Value[] = []
    while (!take(end)) {
      values.push(either())
      if (!peek(end)) expect(',')
    }
    return values
  }
  const atom = (): Value => {
    const token = list[at++]
    if (!token) throw new Unknown(source)
    if (token.kind === 'text') return token.text
    if (token.kind === 'format') return token.text.replace(/\{([^{}]*)\}/g, (_, inner: string) => shown(evaluate(inner, names)))
    if (token.kind === 'number') return Number(token.text)
    if (token.text === '(') {
      const value = either()
      expect(')')
      return value
    }
    if (token.text === '[') return listUntil(']')
    if (token.text === '-') return -number(atom())
    if (token.kind !== 'name') throw new Unknown(source)
    return named(token.text)
  }
  const named = (name: string): Value => {
    if (name === 'True' || name === 'False') return name === 'True'
    if (name === 'None') return null
    if (take('(')) return call(name, listUntil(')'), names)
    if (name === 'os.environ') {
      expect('[')
      const key = shown(either())
      expect(']')
      const value = names.env[key]
      if (value === undefined) throw new Raised(`KeyError: '${key}'`)
      return value
    }
    const value = names.vars.get(name)
    if (value === undefined) throw new Unknown(name)
    if (!take('[')) return value
    const index = number(either())
    expect(']')
    const item = (value as string | readonly Value[])[index < 0 ? (value as string).length + index : index]
    if (item === undefined) throw new Raised('IndexError: list index out of range')
    return item
  }
  const product = (): Value => {
    let left = atom()
    for (;;) {
      if (take('*')) left = number(left) * number(atom())
      else if (take('//')) left = Math.floor(number(left) / divisor(atom()))
      else if (take('/')) left = number(left) / divisor(atom())
      else if (take('%')) {
        const right = divisor(atom())
        left = ((number(left) % right) + right) % right
      } else return left
    }
  }
  const sum = (): Value => {
    let left = product()
    for (;;) {
      if (take('+')) {
        const right = product()
        left = typeof left === 'string' ? left + text(right) : number(left) + number(right)
      } else if (take('-')) left = number(left) - number(product())
      else return left
    }
  }
  const comparison = (): Value => {
    const left = sum()
    if (take('==')) return left === sum()
    if (take('!=')) return left !== sum()
    if (take('<=')) return number(left) <= number(sum())
    if (take('>=')) return number(left) >= number(sum())
    if (take('<')) return number(left) < number(sum())
    if (take('>')) return number(left) > number(sum())
    if (take('is')) return take('not') ? left !== sum() : left === sum()
    if (take('in')) return contains(sum(), left)
    if (take('not')) {
      expect('in')
      return !contains(sum(), left)
    }
    return left
  }
  const negation = (): Value => (take('not') ? !truth(negation()) : comparison())
  const both = (): Value => {
    let left = negation()
    while (take('and')) {
      const right = negation()
      left = truth(left) ? right : left
    }
    return left
  }
  const either = (): Value => {
    let left = both()
    while (take('or')) {
      const right = both()
      left = truth(left) ? left : right
    }
    return left
  }
  const value = either()
  if (at < list.length) throw new Unknown(source)
  return value
}

function call(name: string, args: readonly Value[], { env }: Names): Value {
  const [first = null, second = null] = args
  switch (name) {
    case 'os.environ.get':
    case 'os.getenv':
      return env[shown(first)] ?? second
    case 'int': {
      if (first === null) {
        throw new Raised("TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'")
      }
      const whole = Math.trunc(Number(first))
      if (Number.isNaN(whole)) throw new Raised(`ValueError: invalid literal for int() with base 10: '${shown(first)}'`)
      return whole
    }
    case 'float':
      return Number(first)
    case 'str':
      return shown(first)
    case 'len':
      return (first as string).length
    case 'abs':
      return Math.abs(number(first))
    case 'range': {
      const [from, to] = args.length > 1 ? [number(first), number(second)] : [0, number(first)]
      return Array.from({ length: Math.max(0, Math.min(to - from, 10_000)) }, (_, i) => from + i)
    }
  }
  throw new Unknown(name)
}

/** As `print` shows it. */
export function shown(value: Value): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'object') return `[${value.map((one) => (typeof one === 'string' ? `'${one}'` : shown(one))).join(', ')}]`
  return String(value)
}

export const truth = (value: Value): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

/** The value as a number. Throws Raised for what is none. */
export function number(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  throw new Raised('TypeError: unsupported operand type(s)')
}

function divisor(value: Value): number {
  const by = number(value)
  if (by === 0) throw new Raised('ZeroDivisionError: division by zero')
  return by
}

function text(value: Value): string {
  if (typeof value === 'string') return value
  throw new Raised('TypeError: can only concatenate str to str')
}

const contains = (whole: Value, part: Value) =>
  typeof whole === 'string' ? whole.includes(shown(part)) : Array.isArray(whole) && whole.includes(part)
