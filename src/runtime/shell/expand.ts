import { fits, swapped } from './glob'
import type { Piece, Word } from './lex'
import { sum } from './sum'
import type { Part } from './regex/regex'
import type { ShellWorld } from './tools'

export type Variables = Readonly<Record<string, string>>

/** What words are expanded with. */
export interface Expansion {
  readonly vars: Variables
  readonly status: number
  readonly name: string
  /** `$1`, `$2`, ... */
  readonly args: readonly string[]
  readonly world: ShellWorld
  /** What a command prints. */
  substitute(script: string): string
  /** Told of every value, for whoever counts what is done. */
  spent(text: string): void
}

/** Words after expansion and splitting. */
export const expandAll = (words: readonly Word[], around: Expansion): string[] => words.flatMap((word) => expand(word, around))

/** A word as one text, which is not split. */
export const expandOne = (word: Word, around: Expansion): string =>
  word.map((piece) => (piece.kind === 'text' ? piece.text : valuesOf(piece, around).join(' '))).join('')

/** A pattern: what is quoted in it stands for itself. */
export const expandPattern = (word: Word, around: Expansion): string =>
  word
    .map((piece) => (piece.quoted ? expandOne([piece], around).replace(/[*?[\]\\]/g, '\\$&') : expandOne([piece], around)))
    .join('')

const isAssignment = (word: Word) =>
  word[0]?.kind === 'text' && !word[0].quoted && /^[A-Za-z_]\w*(\[[^\]]*\])?\+?=/.test(word[0].text)

/** What the words before a command set, and the other words. */
export function assignmentsOf(words: readonly Word[]): { readonly sets: readonly Word[]; readonly rest: readonly Word[] } {
  let count = 0
  while (count < words.length && isAssignment(words[count]!)) count++
  return { sets: words.slice(0, count), rest: words.slice(count) }
}

function expand(word: Word, around: Expansion): string[] {
  const fields: string[] = []
  let field: string | undefined
  let pattern = false
  // An assignment is never split.
  const whole = isAssignment(word)
  const end = () => {
    if (field === undefined) return
    fields.push(...(pattern ? filesLike(field, around.world) : [field]))
    field = undefined
    pattern = false
  }
  for (const piece of word) {
    if (piece.kind === 'text') {
      field = (field ?? '') + piece.text
      if (!piece.quoted && !whole && /[*?]|\[.+\]/.test(piece.text)) pattern = true
      continue
    }
    const values = valuesOf(piece, around)
    for (const value of values) around.spent(value)
    if (piece.quoted && (piece.text === '@' || piece.text.endsWith('[@]'))) {
      values.forEach((value, i) => {
        if (i > 0) end()
        field = (field ?? '') + value
      })
    } else if (piece.quoted || whole) field = (field ?? '') + values.join(' ')
    else {
      const parts = values.join(' ').split(/\s+/)
      parts.forEach((part, i) => {
        if (i > 0) end()
        if (part !== '') field = (field ?? '') + part
      })
    }
  }
  end()
  return fields
}

/** Files whose names fit a pattern in the last part of a path; the pattern itself when there are none. */
function filesLike(pattern: string, world: ShellWorld): readonly string[] {
  const slash = pattern.lastIndexOf('/')
  const folder = pattern.slice(0, slash + 1)
  if (/[*?[]/.test(folder)) return [pattern]
  const names = world.list?.(folder || '.') ?? []
  const found = names.filter((name) => !name.startsWith('.') && fits(name, pattern.slice(slash + 1), world.effort))
  return found.length ? found.map((name) => folder + name) : [pattern]
}

function valuesOf(piece: Piece, around: Expansion): readonly string[] {
  const { text } = piece
  if (piece.kind === 'text') return [text]
  if (piece.kind === 'sum') return [String(sum(replaced(text, around), around.vars))]
  if (piece.kind === 'command') return [around.substitute(text)]
  if (text === '@' || text === '*') return around.args
  const [, name, index] = /^(\w+)\[([@*])\]$/.exec(text) ?? []
  if (name !== undefined && index) return itemsOf(name, around.vars)
  return [parameter(text, around)]
}

const itemsOf = (name: string, vars: Variables): readonly string[] => {
  const found: string[] = []
  for (let i = 0; vars[`${name}[${i}]`] !== undefined; i++) found.push(vars[`${name}[${i}]`]!)
  return found.length ? found : vars[name] === undefined ? [] : [vars[name]]
}

/** Variables of the shell itself inside a sum: `$1`, `${x}`, `$(command)`. */
const replaced = (text: string, around: Expansion) =>
  text
    .replace(/\$\(([^()]*)\)/g, (_, script: string) => around.substitute(script))
    .replace(/\$([0-9#?])/g, (_, name: string) => simple(name, around) ?? '0')

function simple(name: string, { vars, status, args, name: own }: Expansion): string | undefined {
  if (name === '?') return String(status)
  if (name === '$') return '1'
  if (name === '!') return '2'
  if (name === '#') return String(args.length)
  if (name === '0') return own
  if (/^\d+$/.test(name)) return args[Number(name) - 1]
  return vars[name]
}

const operator = /^(:?[-=?+]|##?|%%?|\/\/?|\^\^?|,,?|:)([^]*)$/

/** What is taken away by `${name#pattern}` and its like. */
const cuts: Readonly<Record<string, Part>> = {
  '#': 'shortestStart',
  '##': 'longestStart',
  '%': 'shortestEnd',
  '%%': 'longestEnd',
}

/** `${...}` */
function parameter(text: string, around: Expansion): string {
  if (text.length > 1 && text.startsWith('#')) {
    const list = /^#(\w+)\[[@*]\]$/.exec(text)
    return String(list ? itemsOf(list[1]!, around.vars).length : (simple(text.slice(1), around) ?? '').length)
  }
  const [, name = '', rest = ''] = /^(!?\w+(?:\[[^\]]*\])?|[?$#@*!])([^]*)$/.exec(text) ?? []
  const value = named(name, around)
  if (rest === '') return value ?? ''
  const [, op = '', raw = ''] = operator.exec(rest) ?? []
  const word = () => worded(raw, around)
  const missing = value === undefined || (value === '' && op.startsWith(':'))
  if (/^:?[-=]$/.test(op)) return missing ? word() : value
  if (/^:?\+$/.test(op)) return missing ? '' : word()
  if (/^:?\?$/.test(op)) return value ?? ''
  const own = value ?? ''
  const { effort } = around.world
  const cutBy = cuts[op]
  if (cutBy) return swapped(own, word(), cutBy, () => '', false, effort)
  if (op[0] === '/') {
    const [, from = '', to = ''] = /^((?:[^\\/]|\\[^]|\\$)*)(?:\/([^]*))?$/.exec(raw) ?? []
    const pattern = worded(from, around)
    return pattern === ''
      ? own
      : swapped(own, pattern, 'anywhere', () => worded(to.replaceAll('\\/', '/'), around), op === '//', effort)
  }
  if (op[0] === '^') return op === '^^' ? own.toUpperCase() : own.slice(0, 1).toUpperCase() + own.slice(1)
  if (op[0] === ',') return op === ',,' ? own.toLowerCase() : own.slice(0, 1).toLowerCase() + own.slice(1)
  if (op === ':') {
    const [from, count] = raw.split(':').map((each) => sum(worded(each, around), around.vars))
    const start = from! < 0 ? Math.max(0, own.length + from!) : from!
    return own.slice(start, count === undefined ? undefined : count < 0 ? count : start + count)
  }
  return own
}

function named(name: string, around: Expansion): string | undefined {
  if (name.length > 1 && name.startsWith('!')) return simple(simple(name.slice(1), around) ?? '', around)
  const [, list, index] = /^(\w+)\[(.*)\]$/.exec(name) ?? []
  if (list === undefined) return simple(name, around)
  const at = sum(replaced(index!, around), around.vars)
  return around.vars[`${list}[${at}]`] ?? (at === 0 ? around.vars[list] : undefined)
}

/** The word inside `${name:-word}`: variables and commands in it stand for what they come to. */
const worded = (text: string, around: Expansion): string =>
  text
    .replace(/^"([^]*)"$/, '$1')
    .replace(/^'([^]*)'$/, '$1')
    .replace(/\$\(([^()]*)\)|\$\{([^{}]*)\}|\$([A-Za-z_]\w*|[0-9])/g, (_, script?: string, inner?: string, name?: string) =>
      script !== undefined ? around.substitute(script) : parameter(inner ?? name ?? '', around),
    )
