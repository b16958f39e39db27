import { evaluate, number, Raised, shown, truth, Unknown, type Value } from './pythonValue'

/** What came of a script. */
export interface PythonRun {
  /** Lines with the ms after the start at which they were printed. */
  readonly prints: readonly { readonly afterMs: number; readonly text: string }[]
  readonly ms: number
  readonly code: number
}

/** Starting the interpreter takes a while. */
const START_MS = 300
const MOST_STEPS = 20_000

interface Line {
  readonly depth: number
  readonly text: string
}

/**
 * Runs the little of Python that examples of Jobs are written in: print, sleep, exit, raise, variables, if and for. Returns undefined for
 * scripts that use more than that.
 */
export function runPython(script: string, env: Readonly<Record<string, string>>): PythonRun | undefined {
  const lines = linesOf(script)
  const vars = new Map<string, Value>()
  const prints: { afterMs: number; text: string }[] = []
  let ms = START_MS
  let steps = 0
  const value = (source: string) => evaluate(source, { env, vars })
  const print = (text: string) => {
    for (const line of text.split('\n')) prints.push({ afterMs: ms, text: line })
  }

  /** Runs the lines from `from` to `to`; returns an exit code when one of them ends the script. */
  const block = (from: number, to: number): number | undefined => {
    for (let at = from; at < to;) {
      if (++steps > MOST_STEPS) throw new Unknown('too long')
      const { depth, text } = lines[at]!
      const end = endOf(lines, at, to)
      const [, keyword, head = '', rest = ''] =
        /^(if|for|else|elif|while|def|class|try|with)\b\s*(.*?)\s*:\s*(.*)$/.exec(text) ?? []
      if (keyword === undefined) {
        const code = statement(text)
        if (code !== undefined) return code
        at++
        continue
      }
      const inside = () => (rest ? statement(rest) : block(at + 1, end))
      if (keyword === 'for') {
        const [, name, source] = /^(\w+) in (.+)$/.exec(head) ?? []
        const items = name === undefined ? undefined : value(source!)
        if (!Array.isArray(items)) throw new Unknown(text)
        for (const item of items as readonly Value[]) {
          vars.set(name!, item)
          const code = inside()
          if (code !== undefined) return code
        }
        at = end
      } else if (keyword === 'if') {
        const { chosen, next } = branch(at, to, depth)
        const code = chosen?.()
        if (code !== undefined) return code
        at = next
      } else throw new Unknown(text)
    }
    return undefined
  }

  /** The branch of an `if` with its `elif` and `else` that holds, and the line after all of them. */
  const branch = (from: number, to: number, depth: number) => {
    let at = from
    let chosen: (() => number | undefined) | undefined
    for (;;) {
      const [, keyword, head, rest] = /^(if|elif|else)\b\s*(.*?)\s*:\s*(.*)$/.exec(lines[at]!.text) ?? []
      const begin = at + 1
      const end = endOf(lines, at, to)
      if (!chosen && (keyword === 'else' || truth(value(head!)))) chosen = () => (rest ? statement(rest) : block(begin, end))
      at = end
      if (at >= to || lines[at]!.depth !== depth || !/^(elif|else)\b/.test(lines[at]!.text)) return { chosen, next: at }
    }
  }

  const statement = (text: string): number | undefined => {
    if (/^(import|from)\s|^pass$|^#/.test(text)) return undefined
    const [, called, args = ''] = /^([\w.]+)\((.*)\)$/s.exec(text) ?? []
    if (called === 'print') print(args.trim() === '' ? '' : listed(args, value).map(shown).join(' '))
    else if (called === 'time.sleep' || called === 'sleep') ms += number(value(args)) * 1000
    else if (called === 'sys.exit' || called === 'exit' || called === 'quit' || called === 'os._exit') {
      const code = args.trim() === '' ? null : value(args)
      if (typeof code !== 'string') return code === null ? 0 : number(code) & 255
      print(code)
      return 1
    } else if (/^raise\b/.test(text)) {
      const [, type = 'Exception', why = ''] = /^raise\s+(\w+)\s*(?:\((.*)\))?$/.exec(text) ?? []
      throw new Raised(why ? `${type}: ${shown(value(why))}` : type)
    } else {
      const [, name, add, source] = /^(\w+)\s*(\+?)=\s*([^=].*)$/s.exec(text) ?? []
      if (name === undefined) throw new Unknown(text)
      vars.set(name, value(add ? `${name} + ${source}` : source!))
    }
    return undefined
  }

  try {
    const code = block(0, lines.length) ?? 0
    return { prints, ms, code }
  } catch (error) {
    if (error instanceof Unknown) return undefined
    if (!(error instanceof Raised)) throw error
    print(`Traceback (most recent call last):\n${error.message}`)
    return { prints, ms, code: 1 }
  }
}

/** Arguments that are separated by commas, `end=` and its like left out. */
function listed(args: string, value: (source: string) => Value): readonly Value[] {
  const plain = args.replace(/,\s*(end|flush|sep|file)\s*=\s*[^,]+/g, '')
  return value(`[${plain}]`) as readonly Value[]
}

/** The script's lines that say something, with their depth; `;` ends a line as well. */
function linesOf(script: string): Line[] {
  const found: Line[] = []
  for (const raw of script.split('\n')) {
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) continue
    const depth = raw.length - raw.trimStart().length
    for (const part of isCompound(text) ? [text] : text.split(/;\s*/)) if (part) found.push({ depth, text: part.trim() })
  }
  return found
}

const isCompound = (text: string) => /^(if|for|else|elif)\b/.test(text) || /["'].*;.*["']/.test(text)

/** The first line after the block that the line at `at` opens. */
function endOf(lines: readonly Line[], at: number, to: number): number {
  let end = at + 1
  while (end < to && lines[end]!.depth > lines[at]!.depth) end++
  return end
}
