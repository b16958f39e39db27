import { lex, type Token, type Word } from './lex'

/** One command of a pipe: its words, and the files that its output goes to and its input comes from. */
export interface Simple {
  readonly words: readonly Word[]
  readonly to?: { readonly file: Word; readonly append: boolean }
  readonly from?: Word
}

/** A script as instructions, so that a running one is a counter and some variables: plain data. Jumps are absolute. */
export type Instruction =
  | { readonly op: 'run'; readonly pipe: readonly Simple[]; readonly tested: boolean }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'jumpIf'; readonly ok: boolean; readonly to: number }
  | { readonly op: 'status'; readonly value: number }
  | { readonly op: 'not' }
  | { readonly op: 'each'; readonly words: readonly Word[] }
  | { readonly op: 'next'; readonly variable: string; readonly done: number }
  | { readonly op: 'drop' }

/** Thrown for what the tiny shell cannot read. */
export class ShellSyntaxError extends Error {}

const closing = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', '}', ')'])

/** Compiles a script. */
export function parseScript(script: string): readonly Instruction[] {
  const cached = cache.get(script)
  if (cached) return cached
  const parser = new Parser(lex(script))
  parser.list()
  if (!parser.atEnd) throw new ShellSyntaxError(`syntax error: unexpected "${parser.peek()}"`)
  if (cache.size > 1000) cache.clear()
  cache.set(script, parser.code)
  return parser.code
}

const cache = new Map<string, readonly Instruction[]>()

class Parser {
  readonly code: Instruction[] = []
  private at = 0
  private readonly loops: { readonly start: number; readonly breaks: number[] }[] = []
  private tested = 0

  constructor(private readonly tokens: readonly Token[]) {}

  get atEnd(): boolean {
    return this.at >= this.tokens.length
  }

  peek(): string {
    const token = this.tokens[this.at]
    if (!token) return 'end of file'
    if (token.kind === 'op') return token.text
    const [piece] = token.word
    return token.word.length === 1 && piece!.kind === 'text' && !piece!.quoted ? piece!.text : ''
  }

  /** Commands up to a closing word. */
  list(): void {
    for (;;) {
      while (!this.atEnd && [';', '\n', '&'].includes(this.peek())) this.at++
      if (this.atEnd || closing.has(this.peek())) return
      this.andOr()
    }
  }

  private andOr(): void {
    const from = this.code.length
    this.negatable()
    while (this.peek() === '&&' || this.peek() === '||') {
      // What decides over && or || does not end a script under -e.
      for (let i = from; i < this.code.length; i++) {
        const each = this.code[i]!
        if (each.op === 'run') this.code[i] = { ...each, tested: true }
      }
      const ok = this.peek() === '||'
      this.at++
      while (this.peek() === '\n') this.at++
      const jump = this.hole()
      this.negatable()
      this.code[jump] = { op: 'jumpIf', ok, to: this.code.length }
    }
  }

  private negatable(): void {
    if (this.peek() !== '!') return this.command()
    this.at++
    this.tested++
    this.command()
    this.tested--
    this.code.push({ op: 'not' })
  }

  private command(): void {
    switch (this.peek()) {
      case 'if':
        return this.branches()
      case 'while':
      case 'until':
        return this.loop(this.peek() === 'until')
      case 'for':
        return this.forLoop()
      case '{':
      case '(': {
        const close = this.peek() === '{' ? '}' : ')'
        this.at++
        this.list()
        return this.expect(close)
      }
      case 'break':
      case 'continue': {
        const loop = this.loops.at(-1)
        if (this.peek() === 'break') loop?.breaks.push(this.hole())
        else if (loop) this.code.push({ op: 'jump', to: loop.start })
        this.at++
        return
      }
      default:
        return this.pipe()
    }
  }

  private branches(): void {
    const ends: number[] = []
    let open = true
    while (open && (this.peek() === 'if' || this.peek() === 'elif')) {
      this.at++
      this.condition('then')
      const skip = this.hole()
      this.list()
      ends.push(this.hole())
      this.code[skip] = { op: 'jumpIf', ok: false, to: this.code.length }
      this.code.push({ op: 'status', value: 0 })
      if (this.peek() === 'else') {
        this.at++
        this.list()
        open = false
      }
    }
    this.expect('fi')
    for (const end of ends) this.code[end] = { op: 'jump', to: this.code.length }
  }

  private condition(word: string): void {
    this.tested++
    this.list()
    this.tested--
    this.expect(word)
  }

  private loop(until: boolean): void {
    this.at++
    const start = this.code.length
    this.condition('do')
    const out = this.hole()
    this.body(start)
    this.code.push({ op: 'jump', to: start })
    this.code[out] = { op: 'jumpIf', ok: until, to: this.code.length }
    this.code.push({ op: 'status', value: 0 })
    this.close()
  }

  private forLoop(): void {
    this.at++
    const variable = this.peek()
    this.at++
    const words: Word[] = []
    if (this.peek() === 'in') {
      this.at++
      while (this.tokens[this.at]?.kind === 'word') words.push((this.tokens[this.at++] as { word: Word }).word)
    }
    while ([';', '\n'].includes(this.peek())) this.at++
    this.expect('do')
    this.code.push({ op: 'each', words })
    const start = this.code.length
    const next = this.hole()
    this.body(start)
    this.code.push({ op: 'jump', to: start })
    this.code[next] = { op: 'next', variable, done: this.code.length }
    this.close()
    this.code.push({ op: 'drop' })
  }

  private body(start: number): void {
    this.loops.push({ start, breaks: [] })
    this.list()
    this.expect('done')
  }

  private close(): void {
    for (const hole of this.loops.pop()!.breaks) this.code[hole] = { op: 'jump', to: this.code.length }
  }

  private pipe(): void {
    const pipe = [this.simple()]
    while (this.peek() === '|') {
      this.at++
      while (this.peek() === '\n') this.at++
      pipe.push(this.simple())
    }
    this.code.push({ op: 'run', pipe, tested: this.tested > 0 })
  }

  private simple(): Simple {
    const words: Word[] = []
    let to: Simple['to']
    let from: Word | undefined
    for (; !this.atEnd; this.at++) {
      const token = this.tokens[this.at]!
      if (token.kind === 'word') words.push(token.word)
      else if (['>', '1>', '>>', '2>', '&>', '<'].includes(token.text)) {
        const file = this.tokens[++this.at]
        if (file?.kind !== 'word') throw new ShellSyntaxError('syntax error: unexpected redirection')
        if (token.text === '<') from = file.word
        else if (token.text !== '2>') to = { file: file.word, append: token.text === '>>' }
      } else if (token.text !== '2>&1') break
    }
    if (!words.length) throw new ShellSyntaxError(`syntax error: unexpected "${this.peek() === '\n' ? 'newline' : this.peek()}"`)
    return { words, ...(to && { to }), ...(from && { from }) }
  }

  private hole(): number {
    return this.code.push({ op: 'status', value: 0 }) - 1
  }

  private expect(word: string): void {
    if (this.peek() !== word) throw new ShellSyntaxError(`syntax error: unexpected "${this.peek()}" (expecting "${word}")`)
    this.at++
  }
}
