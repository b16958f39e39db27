/** A piece of a word. `quoted` pieces are neither split nor dropped when empty. */
export interface Piece {
  readonly kind: 'text' | 'var' | 'command' | 'sum'
  readonly text: string
  readonly quoted: boolean
}
export type Word = readonly Piece[]
export type Token = { readonly kind: 'word'; readonly word: Word } | { readonly kind: 'op'; readonly text: string }

const operators = [';;', '&&', '||', '2>&1', '&>', '1>', '2>', '>>', ';', '&', '|', '(', ')', '>', '<', '\n']

/** Splits a script into words and operators. */
export function lex(script: string): Token[] {
  const tokens: Token[] = []
  let i = 0
  while (i < script.length) {
    const c = script[i]!
    if (c === ' ' || c === '\t' || c === '\r') i++
    else if (c === '\\' && script[i + 1] === '\n') i += 2
    else if (c === '#') while (i < script.length && script[i] !== '\n') i++
    else {
      const op = operators.find((each) => script.startsWith(each, i))
      if (op) {
        tokens.push({ kind: 'op', text: op })
        i += op.length
      } else {
        const [word, next] = readWord(script, i)
        tokens.push({ kind: 'word', word })
        i = next
      }
    }
  }
  return tokens
}

function readWord(script: string, start: number): [Word, number] {
  const pieces: Piece[] = []
  let i = start
  let text = ''
  const flush = () => {
    if (text) pieces.push({ kind: 'text', text, quoted: false })
    text = ''
  }
  while (i < script.length && !' \t\r\n;&|()<>'.includes(script[i]!)) {
    const c = script[i]!
    if (c === '\\') {
      text += script[i + 1] ?? ''
      i += 2
    } else if (c === "'") {
      const end = indexOr(script, "'", i + 1)
      flush()
      pieces.push({ kind: 'text', text: script.slice(i + 1, end), quoted: true })
      i = end + 1
    } else if (c === '"') {
      flush()
      i = readQuoted(script, i + 1, pieces)
    } else if (c === '$' || c === '`') {
      const [piece, next] = readDollar(script, i, false)
      if (piece.kind === 'text') text += piece.text
      else {
        flush()
        pieces.push(piece)
      }
      i = next
    } else {
      text += c
      i++
    }
  }
  flush()
  return [pieces, i]
}

function readQuoted(script: string, start: number, pieces: Piece[]): number {
  let text = ''
  let i = start
  let any = false
  while (i < script.length && script[i] !== '"') {
    const c = script[i]!
    if (c === '\\' && '"\\$`\n'.includes(script[i + 1] ?? 'x')) {
      text += script[i + 1] === '\n' ? '' : script[i + 1]
      i += 2
    } else if (c === '$' || c === '`') {
      const [piece, next] = readDollar(script, i, true)
      if (piece.kind === 'text') text += piece.text
      else {
        pieces.push({ kind: 'text', text, quoted: true }, piece)
        text = ''
        any = true
      }
      i = next
    } else {
      text += c
      i++
    }
  }
  if (text || !any) pieces.push({ kind: 'text', text, quoted: true })
  return i + 1
}

function readDollar(script: string, i: number, quoted: boolean): [Piece, number] {
  if (script[i] === '`') {
    const end = indexOr(script, '`', i + 1)
    return [{ kind: 'command', text: script.slice(i + 1, end), quoted }, end + 1]
  }
  if (script.startsWith('$((', i)) {
    const end = indexOr(script, '))', i + 3)
    return [{ kind: 'sum', text: script.slice(i + 3, end), quoted }, end + 2]
  }
  if (script[i + 1] === '(') {
    let depth = 1
    let end = i + 2
    for (; end < script.length && depth > 0; end++) {
      if (script[end] === "'") end = indexOr(script, "'", end + 1)
      else if (script[end] === '(') depth++
      else if (script[end] === ')') depth--
    }
    return [{ kind: 'command', text: script.slice(i + 2, end - 1), quoted }, end]
  }
  if (script[i + 1] === '{') {
    const end = indexOr(script, '}', i + 2)
    return [{ kind: 'var', text: script.slice(i + 2, end), quoted }, end + 1]
  }
  const name = /^(?:[A-Za-z_]\w*|[?#$@*!0-9])/.exec(script.slice(i + 1))?.[0]
  return name ? [{ kind: 'var', text: name, quoted }, i + 1 + name.length] : [{ kind: 'text', text: '$', quoted }, i + 1]
}

const indexOr = (text: string, what: string, from: number) => {
  const found = text.indexOf(what, from)
  return found < 0 ? text.length : found
}
