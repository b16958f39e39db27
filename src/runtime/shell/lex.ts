/** A piece of a word. `quoted` pieces are neither split nor dropped when empty. */
export interface Piece {
  readonly kind: 'text' | 'var' | 'command' | 'sum'
  readonly text: string
  readonly quoted: boolean
}
export type Word = readonly Piece[]
export type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'op'; readonly text: string }
  /** `2>`, `<`, `<<<`: the word behind it is its target; what a here-document says is with it already. */
  | { readonly kind: 'redirect'; readonly fd: number | undefined; readonly op: string; readonly here?: Word }
  /** `NAME=(...)`. */
  | { readonly kind: 'array'; readonly name: string; readonly items: readonly Word[] }

const operators = [';;', '&&', '||', '((', ';', '&', '|', '(', ')', '\n']
const redirect = /^(?:(\d*)(<<-|<<<|<<|>>|>&|<&|<>|>\||<|>)|(&>>|&>))/
const ends = ' \t\r\n;&|()<>'
/** Inside `[[ ]]` only blanks end a word. */
const condEnds = ' \t\r\n'

interface Here {
  readonly token: { here?: Word }
  readonly end: string
  readonly literal: boolean
  readonly tabs: boolean
}

/** Splits a script into words and operators. */
export function lex(script: string): Token[] {
  const tokens: Token[] = []
  const heres: Here[] = []
  let conditional = false
  let i = 0
  while (i < script.length) {
    const c = script[i]!
    const last = tokens.at(-1)
    if (c === ' ' || c === '\t' || c === '\r') i++
    else if (c === '\\' && script[i + 1] === '\n') i += 2
    else if (c === '#' && (i === 0 || ends.includes(script[i - 1]!))) while (i < script.length && script[i] !== '\n') i++
    else if (conditional) {
      const closes = script.startsWith(']]', i) && (i + 2 >= script.length || ends.includes(script[i + 2]!))
      const [word, next] = c === '\n' ? [[], i + 1] : closes ? [[text(']]')], i + 2] : readWord(script, i, condEnds)
      if (word.length) tokens.push({ kind: 'word', word })
      conditional = !closes
      i = next
    } else if (c === '\n') {
      tokens.push({ kind: 'op', text: c })
      i = readHeres(script, i + 1, heres.splice(0))
    } else if (redirect.test(script.slice(i, i + 8)) && (!/\d/.test(c) || i === 0 || ends.includes(script[i - 1]!))) {
      const [whole, fd, op, both] = redirect.exec(script.slice(i, i + 8))!
      const token: { kind: 'redirect'; fd: number | undefined; op: string; here?: Word } = {
        kind: 'redirect',
        fd: fd ? Number(fd) : undefined,
        op: both ?? op!,
      }
      tokens.push(token)
      i += whole.length
      if (op === '<<' || op === '<<-') {
        while (script[i] === ' ') i++
        const [word, next] = readWord(script, i, ends)
        const end = word.map(({ text }) => text).join('')
        heres.push({ token, end, literal: word.some(({ quoted }) => quoted), tabs: op === '<<-' })
        i = next
      }
    } else if (script.startsWith('((', i) && startsCommand(last)) {
      const end = indexOr(script, '))', i + 2)
      tokens.push(
        { kind: 'word', word: [text('((')] },
        { kind: 'word', word: [{ kind: 'text', text: script.slice(i + 2, end), quoted: true }] },
      )
      i = end + 2
    } else {
      const op = operators.find((each) => each !== '((' && script.startsWith(each, i))
      const array = op ? null : /^([A-Za-z_]\w*)=\(/.exec(script.slice(i, i + 80))
      if (op) {
        tokens.push({ kind: 'op', text: op })
        i += op.length
      } else if (array) {
        const end = closingOf(script, i + array[0].length)
        const items = lex(script.slice(i + array[0].length, end)).flatMap((each) => (each.kind === 'word' ? [each.word] : []))
        tokens.push({ kind: 'array', name: array[1]!, items })
        i = end + 1
      } else {
        const [word, next] = readWord(script, i, ends)
        tokens.push({ kind: 'word', word })
        conditional = isText(word, '[[')
        i = next
      }
    }
  }
  return tokens
}

const text = (value: string): Piece => ({ kind: 'text', text: value, quoted: false })
const isText = (word: Word, value: string) =>
  word.length === 1 && word[0]!.kind === 'text' && !word[0]!.quoted && word[0]!.text === value
const startsCommand = (last: Token | undefined) =>
  !last ||
  last.kind === 'op' ||
  (last.kind === 'word' && ['if', 'while', 'until', 'then', 'do', 'else', '!', '{'].some((each) => isText(last.word, each)))

/** Reads the bodies of here-documents, which begin on the next line; where the script goes on. */
function readHeres(script: string, start: number, heres: readonly Here[]): number {
  let at = start
  for (const { token, end, literal, tabs } of heres) {
    const body: string[] = []
    for (let done = false; !done && at < script.length;) {
      const stop = indexOr(script, '\n', at)
      const line = tabs ? script.slice(at, stop).replace(/^\t+/, '') : script.slice(at, stop)
      at = stop + 1
      done = line === end
      if (!done) body.push(`${line}\n`)
    }
    token.here = literal ? [{ kind: 'text', text: body.join(''), quoted: true }] : hereWord(body.join(''))
  }
  return at
}

/** A text in which variables and commands stand for what they come to, quotes being nothing special. */
function hereWord(body: string): Word {
  const pieces: Piece[] = []
  readQuoted(body, 0, pieces, '')
  return pieces
}

function readWord(script: string, start: number, stops: string): [Word, number] {
  const pieces: Piece[] = []
  let i = start
  let plain = ''
  const flush = () => {
    if (plain) pieces.push(text(plain))
    plain = ''
  }
  while (i < script.length && !stops.includes(script[i]!)) {
    const c = script[i]!
    if (c === '\\') {
      if (script[i + 1] !== '\n') {
        flush()
        pieces.push({ kind: 'text', text: script[i + 1] ?? '', quoted: true })
      }
      i += 2
    } else if (c === "'" || (c === '$' && script[i + 1] === "'")) {
      const from = c === '$' ? i + 2 : i + 1
      const end = indexOr(script, "'", from)
      flush()
      const inside = script.slice(from, end)
      pieces.push({ kind: 'text', text: c === '$' ? unescaped(inside) : inside, quoted: true })
      i = end + 1
    } else if (c === '"') {
      flush()
      i = readQuoted(script, i + 1, pieces, '"') + 1
    } else if (c === '$' || c === '`') {
      const [piece, next] = readDollar(script, i, false)
      if (piece.kind === 'text') plain += piece.text
      else {
        flush()
        pieces.push(piece)
      }
      i = next
    } else {
      plain += c
      i++
    }
  }
  flush()
  return [pieces, i]
}

const unescaped = (value: string) => value.replace(/\\([ntr\\'"])/g, (_, c: string) => ({ n: '\n', t: '\t', r: '\r' })[c] ?? c)

function readQuoted(script: string, start: number, pieces: Piece[], close: string): number {
  let value = ''
  let i = start
  let any = false
  while (i < script.length && (close === '' || script[i] !== close)) {
    const c = script[i]!
    if (c === '\\' && `${close}\\$\`\n`.includes(script[i + 1] ?? 'x')) {
      value += script[i + 1] === '\n' ? '' : script[i + 1]
      i += 2
    } else if (c === '$' || c === '`') {
      const [piece, next] = readDollar(script, i, true)
      if (piece.kind === 'text') value += piece.text
      else {
        pieces.push({ kind: 'text', text: value, quoted: true }, piece)
        value = ''
        any = true
      }
      i = next
    } else {
      value += c
      i++
    }
  }
  if (value || !any) pieces.push({ kind: 'text', text: value, quoted: true })
  return i
}

function readDollar(script: string, i: number, quoted: boolean): [Piece, number] {
  if (script[i] === '`') {
    const end = indexOr(script, '`', i + 1)
    return [{ kind: 'command', text: script.slice(i + 1, end).replace(/\\([\\$`"])/g, '$1'), quoted }, end + 1]
  }
  if (script.startsWith('$((', i)) {
    const end = indexOr(script, '))', i + 3)
    return [{ kind: 'sum', text: script.slice(i + 3, end), quoted }, end + 2]
  }
  if (script[i + 1] === '(') {
    const end = closingOf(script, i + 2)
    return [{ kind: 'command', text: script.slice(i + 2, end), quoted }, end + 1]
  }
  if (script[i + 1] === '{') {
    let depth = 1
    let end = i + 2
    for (; end < script.length; end++) {
      if (script[end] === '{' && script[end - 1] === '$') depth++
      else if (script[end] === '}' && --depth === 0) break
    }
    return [{ kind: 'var', text: script.slice(i + 2, end), quoted }, end + 1]
  }
  const name = /^(?:[A-Za-z_]\w*|[?#$@*!0-9])/.exec(script.slice(i + 1, i + 80))?.[0]
  return name ? [{ kind: 'var', text: name, quoted }, i + 1 + name.length] : [{ kind: 'text', text: '$', quoted }, i + 1]
}

/** Where the parenthesis closes that was opened before `from`; quotes hide what is in them. */
function closingOf(script: string, from: number): number {
  let depth = 1
  for (let i = from; i < script.length; i++) {
    const c = script[i]
    if (c === '\\') i++
    else if (c === "'") i = indexOr(script, "'", i + 1)
    else if (c === '"') {
      for (i++; i < script.length && script[i] !== '"'; i++) {
        if (script[i] === '\\') i++
        else if (script.startsWith('$(', i)) i = closingOf(script, i + 2)
      }
    } else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return i
  }
  return script.length
}

const indexOr = (value: string, what: string, from: number) => {
  const found = value.indexOf(what, from)
  return found < 0 ? value.length : found
}
