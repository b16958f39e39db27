import { ShellSyntaxError, type Instruction, type Redirect, type Simple } from './code'
import { lex, type Word } from './lex'
import { Reader } from './reader'

const closing = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', ';;', '}', ')'])
const compound = new Set(['if', 'while', 'until', 'for', 'case', '{', '('])

/** Compiles a script. Throws ShellSyntaxError. */
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

class Parser extends Reader {
  readonly code: Instruction[] = []
  private readonly loops: { readonly start: number; readonly breaks: number[] }[] = []
  private tested = 0

  /** Commands up to a closing word. */
  list(): void {
    for (;;) {
      this.skip(';', '\n')
      if (this.atEnd || closing.has(this.peek())) return
      this.andOr()
    }
  }

  private andOr(): void {
    const from = this.code.length
    const loops = ['while', 'until', 'for'].includes(this.peek())
    this.negatable()
    while (this.peek() === '&&' || this.peek() === '||') {
      // What decides over && or || does not end a script under -e.
      for (let i = from; i < this.code.length; i++) {
        const each = this.code[i]!
        if (each.op === 'run') this.code[i] = { ...each, tested: true }
      }
      const ok = this.peek() === '||'
      this.at++
      this.skip('\n')
      const jump = this.hole()
      this.negatable()
      this.code[jump] = { op: 'jumpIf', ok, to: this.code.length }
    }
    if (this.peek() !== '&') return
    this.at++
    const [first] = this.code.slice(from)
    if (loops) this.code.splice(from, this.code.length, { op: 'aside' })
    else if (first?.op === 'run' && this.code.length === from + 1) this.code[from] = { ...first, background: true }
  }

  private negatable(): void {
    if (this.peek() !== '!') return this.pipe()
    this.at++
    this.tested++
    this.pipe()
    this.tested--
    this.code.push({ op: 'not' })
  }

  /** Commands joined by `|`. What is more than plain commands is done one after the other, each with the whole of what came before. */
  private pipe(): void {
    const stages: Simple[] = []
    const start = this.isPlain() ? -1 : this.hole()
    let lastPass = -1
    for (;;) {
      const plain = this.isPlain()
      if (plain) stages.push(this.simple())
      else this.command()
      if (this.peek() !== '|') break
      this.at++
      if (this.peek() === '&') this.at++
      this.skip('\n')
      if (plain && this.isPlain()) continue
      if (plain) {
        if (lastPass < 0) this.code.push({ op: 'open', redirects: [], piped: true })
        this.run(stages.splice(0))
      } else if (lastPass < 0) this.code[start] = { op: 'open', redirects: [], piped: true }
      lastPass = this.code.push({ op: 'pass', piped: true }) - 1
    }
    if (stages.length) this.run(stages)
    if (lastPass >= 0) {
      this.code[lastPass] = { op: 'pass', piped: false }
      this.code.push({ op: 'close' })
    } else if (start >= 0) this.code[start] = { op: 'status', value: -1 }
  }

  private run(pipe: readonly Simple[]): void {
    this.code.push({ op: 'run', pipe, tested: this.tested > 0 })
  }

  private isPlain(): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word' && token?.kind !== 'op') return true
    const word = this.peek()
    if (compound.has(word) || word === 'break' || word === 'continue' || word === 'function') return false
    return !(this.peek(1) === '(' && this.peek(2) === ')')
  }

  private command(): void {
    const start = this.hole()
    this.compound()
    const redirects: Redirect[] = []
    while (this.tokens[this.at]?.kind === 'redirect') redirects.push(...this.redirect())
    if (!redirects.length) {
      this.code[start] = { op: 'status', value: -1 }
      return
    }
    this.code[start] = { op: 'open', redirects, piped: false }
    this.code.push({ op: 'close' })
  }

  private compound(): void {
    switch (this.peek()) {
      case 'if':
        return this.branches()
      case 'while':
      case 'until':
        return this.loop(this.peek() === 'until')
      case 'for':
        return this.forLoop()
      case 'case':
        return this.cases()
      case '{':
        this.at++
        this.list()
        return this.expect('}')
      case '(': {
        this.at++
        const sub = this.hole()
        this.list()
        this.code.push({ op: 'endSub' })
        this.code[sub] = { op: 'sub', to: this.code.length }
        return this.expect(')')
      }
      case 'break':
      case 'continue': {
        const loop = this.loops.at(-1)
        if (this.peek() === 'break') loop?.breaks.push(this.hole())
        else if (loop) this.code.push({ op: 'jump', to: loop.start })
        this.at++
        if (/^\d+$/.test(this.peek())) this.at++
        return
      }
      default:
        return this.definition()
    }
  }

  private definition(): void {
    if (this.peek() === 'function') this.at++
    const name = this.peek()
    this.at++
    if (this.peek() === '(') this.at += 2
    this.skip('\n')
    const start = this.hole()
    this.command()
    this.code.push({ op: 'return' })
    this.code[start] = { op: 'define', name, to: this.code.length }
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
    this.skip('\n')
    const words: Word[] = []
    if (this.peek() === 'in') {
      this.at++
      for (let token = this.tokens[this.at]; token?.kind === 'word'; token = this.tokens[++this.at]) words.push(token.word)
    } else words.push([{ kind: 'var', text: '@', quoted: true }])
    this.skip(';', '\n')
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

  private cases(): void {
    this.at++
    const word = this.word()
    this.skip('\n')
    this.expect('in')
    const ends: number[] = []
    for (this.skip('\n'); !this.atEnd && this.peek() !== 'esac'; this.skip(';;', '\n')) {
      if (this.peek() === '(') this.at++
      const patterns = [this.word()]
      for (; this.peek() === '|'; patterns.push(this.word())) this.at++
      this.expect(')')
      const unless = this.hole()
      this.list()
      ends.push(this.hole())
      this.code[unless] = { op: 'unless', word, patterns, to: this.code.length }
    }
    this.expect('esac')
    this.code.push({ op: 'status', value: 0 })
    for (const end of ends) this.code[end] = { op: 'jump', to: this.code.length }
  }

  private body(start: number): void {
    this.loops.push({ start, breaks: [] })
    this.list()
    this.expect('done')
  }

  private close(): void {
    for (const hole of this.loops.pop()!.breaks) this.code[hole] = { op: 'jump', to: this.code.length }
  }

  private hole(): number {
    return this.code.push({ op: 'status', value: 0 }) - 1
  }
}
