const cache = new Map<string, RegExp>()

/** A pattern of the shell as an expression for the whole text. `ends`: '' whole, 'start' or 'end' for a part of it. */
export function globExpression(pattern: string, lazy = false): string {
  let out = ''
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '*') out += lazy ? '[^]*?' : '[^]*'
    else if (c === '?') out += '[^]'
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 2)
      if (end < 0) out += '\\['
      else {
        out += posixClasses(`[${pattern.slice(i + 1, end).replace(/^!/, '^')}]`)
        i = end
      }
    } else if (c === '\\') out += escaped(pattern[++i] ?? '')
    else out += escaped(c)
  }
  return out
}

/** Does the text fit the pattern as a whole? */
export function fits(text: string, pattern: string): boolean {
  let found = cache.get(pattern)
  if (!found) {
    found = safely(`^(?:${globExpression(pattern)})$`)
    if (cache.size > 500) cache.clear()
    cache.set(pattern, found)
  }
  return found.test(text)
}

/** An expression that anybody may have written: what is none matches nothing. */
export function safely(expression: string, flags = ''): RegExp {
  try {
    return new RegExp(expression, flags)
  } catch {
    return /[^\s\S]/
  }
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const classes: Readonly<Record<string, string>> = {
  space: '\\s',
  blank: ' \\t',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
}

/** `[[:space:]]` as JavaScript writes it. */
export const posixClasses = (expression: string): string =>
  expression.replace(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole)

/** An expression as grep and sed know it: without `extended`, `\(`, `\{`, `\|`, `\+` are what `(`, `{`, `|`, `+` are with it. */
export function toExpression(pattern: string, extended: boolean): string {
  const text = posixClasses(pattern)
  if (extended) return text
  return text.replace(
    /\\([(){}|+?])|([(){}|+?])/g,
    (_whole, special: string | undefined, plain: string | undefined) => special ?? `\\${plain}`,
  )
}
