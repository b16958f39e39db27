type Operation = (a: number, b: number) => number

const ranks: readonly Readonly<Record<string, Operation>>[] = [
  { '||': (a, b) => Number(a !== 0 || b !== 0) },
  { '&&': (a, b) => Number(a !== 0 && b !== 0) },
  { '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b), '=': (a, b) => Number(a === b) },
  { '<=': (a, b) => Number(a <= b), '>=': (a, b) => Number(a >= b), '<': (a, b) => Number(a < b), '>': (a, b) => Number(a > b) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => Math.trunc(a / (b || 1)), '%': (a, b) => a % (b || 1) },
]

const pieces = /0x[0-9a-fA-F]+|\d+|[A-Za-z_]\w*(?:\[\w+\])?|\$\{?[A-Za-z_]\w*\}?|\|\||&&|[=!<>]=|[-+*/%()<>=!?:]/g

/** Whole-number sums: arithmetic, comparisons (1 or 0), `&&`, `||`, `!` and `? :`, by rank. */
export function sum(text: string, vars: Readonly<Record<string, string>>): number {
  const tokens = text.match(pieces) ?? []
  let at = 0
  const atom = (): number => {
    const token = tokens[at++] ?? '0'
    if (token === '(') {
      const value = choice()
      at++
      return value
    }
    if (token === '-') return -atom()
    if (token === '+') return atom()
    if (token === '!') return atom() === 0 ? 1 : 0
    if (/^\d/.test(token)) return Number(token)
    const name = token.replace(/[${}]/g, '')
    return Number(vars[name.replace(/\[([A-Za-z_]\w*)\]$/, (_, index: string) => `[${vars[index] ?? 0}]`)] ?? 0) || 0
  }
  const level = (rank: number): number => {
    const operations = ranks[rank]
    if (!operations) return atom()
    let value = level(rank + 1)
    for (let op = operations[tokens[at] ?? '']; op; op = operations[tokens[at] ?? '']) {
      at++
      value = op(value, level(rank + 1))
    }
    return value
  }
  const choice = (): number => {
    const value = level(0)
    if (tokens[at] !== '?') return value
    at++
    const yes = choice()
    at++
    const no = choice()
    return value !== 0 ? yes : no
  }
  return choice()
}
