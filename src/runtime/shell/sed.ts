import { safely, toExpression } from './glob'

interface Rule {
  readonly from: Address | undefined
  readonly to: Address | undefined
  readonly not: boolean
  readonly command: string
  readonly expression?: RegExp
  readonly text: string
  readonly prints: boolean
}
type Address = number | '$' | RegExp

/** What a sed script makes of a text: `s`, `d`, `p`, `q`, `a`, `i`, `c` and `y`-less; what it does not know it leaves out. */
export function sedScript(
  script: string,
  { silent, extended }: { readonly silent: boolean; readonly extended: boolean },
): (text: string) => string {
  const rules = parse(script, extended)
  return (text) => {
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
    const open = new Set<Rule>()
    let out = ''
    for (const [i, whole] of lines.entries()) {
      let line: string | undefined = whole
      let after = ''
      let quits = false
      for (const rule of rules) {
        if (line === undefined || applies(rule, line, i, lines.length, open) === rule.not) continue
        if (rule.command === 's') {
          const next: string = line.replace(rule.expression!, rule.text)
          if (rule.prints && next !== line) out += `${next}\n`
          line = next
        } else if (rule.command === 'd') line = undefined
        else if (rule.command === 'p') out += `${line}\n`
        else if (rule.command === 'i') out += `${rule.text}\n`
        else if (rule.command === 'a') after += `${rule.text}\n`
        else if (rule.command === 'c') [line, after] = [undefined, `${rule.text}\n`]
        else if (rule.command === 'q') quits = true
      }
      if (line !== undefined && !silent) out += `${line}\n`
      out += after
      if (quits) break
    }
    return text !== '' && !text.endsWith('\n') ? out.replace(/\n$/, '') : out
  }
}

function applies(rule: Rule, line: string, i: number, count: number, open: Set<Rule>): boolean {
  const meets = (address: Address) =>
    address === '$' ? i === count - 1 : typeof address === 'number' ? i + 1 === address : address.test(line)
  if (rule.from === undefined) return true
  if (rule.to === undefined) return meets(rule.from)
  if (open.has(rule)) {
    if (meets(rule.to)) open.delete(rule)
    return true
  }
  if (!meets(rule.from)) return false
  if (!meets(rule.to)) open.add(rule)
  return true
}

function parse(script: string, extended: boolean): readonly Rule[] {
  const rules: Rule[] = []
  let at = 0
  const address = (): Address | undefined => {
    const number = /^\d+/.exec(script.slice(at, at + 12))?.[0]
    if (number) return ((at += number.length), Number(number))
    if (script[at] === '$') return (at++, '$')
    if (script[at] !== '/') return undefined
    const [pattern, next] = until(script, at + 1, '/')
    at = next
    return safely(toExpression(pattern, extended))
  }
  while (at < script.length) {
    if (/[\s;{}]/.test(script[at]!)) {
      at++
      continue
    }
    const from = address()
    let to: Address | undefined
    if (script[at] === ',') {
      at++
      to = address()
    }
    while (script[at] === ' ') at++
    const not = script[at] === '!'
    if (not) at++
    const command = script[at++] ?? ''
    if (command === 's') {
      const mark = script[at] ?? '/'
      const [pattern, middle] = until(script, at + 1, mark)
      const [text, end] = until(script, middle, mark)
      const flags = /^[gpiIe0-9]*/.exec(script.slice(end))![0]
      at = end + flags.length
      const letters = `${flags.includes('g') ? 'g' : ''}${/i/i.test(flags) ? 'i' : ''}`
      const expression = safely(toExpression(pattern, extended), letters)
      rules.push({ from, to, not, command, expression, text: replacement(text), prints: flags.includes('p') })
    } else {
      const rest = /^[aic]$/.test(command) ? /^[^\n]*/.exec(script.slice(at))![0] : ''
      at += rest.length
      rules.push({ from, to, not, command, text: rest.replace(/^\s*\\?\s*/, ''), prints: false })
    }
  }
  return rules
}

/** The text up to an unescaped mark, and where it goes on. */
function until(script: string, start: number, mark: string): [string, number] {
  let text = ''
  let at = start
  for (; at < script.length && script[at] !== mark; at++) {
    if (script[at] === '\\' && script[at + 1] === mark) at++
    else if (script[at] === '\\') text += script[at++]
    text += script[at] ?? ''
  }
  return [text, at + 1]
}

/** `&` and `\1` as JavaScript writes them. */
const replacement = (text: string) =>
  text
    .replace(/\$/g, '$$$$')
    .replace(/\\(\d)|\\n|\\(.)|&/g, (whole, group?: string, plain?: string) =>
      group !== undefined ? `$${group}` : whole === '\\n' ? '\n' : plain !== undefined ? plain : '$&',
    )
