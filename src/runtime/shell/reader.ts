import { ShellSyntaxError, type Redirect, type Simple } from './code'
import type { Token, Word } from './lex'

/** Reads tokens: words, redirections and plain commands. */
export class Reader {
  protected at = 0

  constructor(protected readonly tokens: readonly Token[]) {}

  get atEnd(): boolean {
    return this.at >= this.tokens.length
  }

  peek(ahead = 0): string {
    const token = this.tokens[this.at + ahead]
    if (!token) return 'end of file'
    if (token.kind === 'op') return token.text
    if (token.kind !== 'word') return ''
    const [piece] = token.word
    return token.word.length === 1 && piece!.kind === 'text' && !piece!.quoted ? piece!.text : ''
  }

  protected skip(...ops: readonly string[]): void {
    while (!this.atEnd && ops.includes(this.peek())) this.at++
  }

  protected word(): Word {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word') throw new ShellSyntaxError(`syntax error: unexpected "${this.peek()}" (expecting word)`)
    this.at++
    return token.word
  }

  protected simple(): Simple {
    const words: Word[] = []
    const arrays: { readonly name: string; readonly items: readonly Word[] }[] = []
    const redirects: Redirect[] = []
    for (let token = this.tokens[this.at]; token && token.kind !== 'op'; token = this.tokens[this.at]) {
      if (token.kind === 'redirect') redirects.push(...this.redirect())
      else {
        if (token.kind === 'array') arrays.push(token)
        else words.push(token.word)
        this.at++
      }
    }
    if (!words.length && !arrays.length && !redirects.length)
      throw new ShellSyntaxError(`syntax error: unexpected "${this.peek() === '\n' ? 'newline' : this.peek()}"`)
    return { words, ...(arrays.length && { arrays }), ...(redirects.length && { redirects }) }
  }

  protected redirect(): readonly Redirect[] {
    const token = this.tokens[this.at++] as Extract<Token, { kind: 'redirect' }>
    const { op, fd, here } = token
    if (op === '<<' || op === '<<-') return [{ fd: 0, op: 'text', word: here ?? [] }]
    if (this.tokens[this.at]?.kind !== 'word') throw new ShellSyntaxError('syntax error: unexpected redirection')
    const word = this.word()
    if (op === '<<<') return [{ fd: 0, op: 'text', word: [...word, { kind: 'text', text: '\n', quoted: true }] }]
    if (op === '<' || op === '<>') return [{ fd: fd ?? 0, op: 'read', word }]
    if (op === '&>' || op === '&>>') return [{ fd: undefined, op: op === '&>' ? 'write' : 'append', word }]
    if (op === '>&' || op === '<&') return [{ fd: fd ?? 1, op: 'dup', word }]
    return [{ fd: fd ?? 1, op: op === '>>' ? 'append' : 'write', word }]
  }

  protected expect(word: string): void {
    if (this.peek() !== word) throw new ShellSyntaxError(`syntax error: unexpected "${this.peek()}" (expecting "${word}")`)
    this.at++
  }
}
