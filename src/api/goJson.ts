/** What Go's JSON decoder says against a text; undefined when it is sound. Rule: encoding/json, scanner.go. */
export function goJsonError(text: string): string | undefined {
  const scanner = new Scanner(text)
  try {
    scanner.value()
    scanner.space()
    if (!scanner.atEnd) scanner.refuse('after top-level value')
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

class Refusal extends Error {}

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  '\x07': '\\a',
}

/** A character as Go quotes it. */
function quoted(character: string): string {
  if (character === "'") return `'\\''`
  if (character === '\\') return `'\\\\'`
  const code = character.charCodeAt(0)
  const hex = code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character
  return `'${escapes[character] ?? hex}'`
}

class Scanner {
  private at = 0

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.at >= this.text.length
  }

  refuse(where: string): never {
    throw new Refusal(this.atEnd ? 'unexpected end of JSON input' : `invalid character ${quoted(this.text[this.at]!)} ${where}`)
  }

  space(): void {
    while (!this.atEnd && ' \t\r\n'.includes(this.text[this.at]!)) this.at++
  }

  value(): void {
    this.space()
    const first = this.text[this.at] ?? ''
    if (first === '{') this.object()
    else if (first === '[') this.array()
    else if (first === '"') this.string()
    else if (/[-0-9]/.test(first)) this.number()
    else {
      const word = ['true', 'false', 'null'].find((one) => first !== '' && one.startsWith(first))
      if (!word) this.refuse('looking for beginning of value')
      this.word(word)
    }
  }

  private object(): void {
    this.at++
    this.space()
    if (this.take('}')) return
    for (;;) {
      this.space()
      if (this.text[this.at] !== '"') this.refuse('looking for beginning of object key string')
      this.string()
      this.space()
      if (!this.take(':')) this.refuse('after object key')
      this.value()
      this.space()
      if (this.take('}')) return
      if (!this.take(',')) this.refuse('after object key:value pair')
    }
  }

  private array(): void {
    this.at++
    this.space()
    if (this.take(']')) return
    for (;;) {
      this.value()
      this.space()
      if (this.take(']')) return
      if (!this.take(',')) this.refuse('after array element')
    }
  }

  private string(): void {
    this.at++
    for (;;) {
      const character = this.text[this.at]
      if (character === undefined || character < ' ') this.refuse('in string literal')
      this.at++
      if (character === '"') return
      if (character !== '\\') continue
      if (this.take('u')) {
        for (let i = 0; i < 4; i++, this.at++) {
          if (!/[0-9a-fA-F]/.test(this.text[this.at] ?? '')) this.refuse('in \\u hexadecimal character escape')
        }
      } else if (!'bfnrt\\/"'.includes(this.text[this.at] || ' ')) this.refuse('in string escape code')
      else this.at++
    }
  }

  private number(): void {
    this.take('-')
    if (!this.take('0')) this.digits('in numeric literal')
    if (this.take('.')) this.digits('after decimal point in numeric literal')
    if (!this.take('e') && !this.take('E')) return
    if (!this.take('+')) this.take('-')
    this.digits('in exponent of numeric literal')
  }

  private digits(where: string): void {
    if (!/[0-9]/.test(this.text[this.at] ?? '')) this.refuse(where)
    while (/[0-9]/.test(this.text[this.at] ?? '')) this.at++
  }

  private word(word: string): void {
    for (const letter of word) {
      if (!this.take(letter)) this.refuse(`in literal ${word} (expecting '${letter}')`)
    }
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }
}
