import { expandOne, type Expansion } from './expand'
import type { Stage } from './pipe'
import type { ShellHost } from './state'

const shells = /^(sh|bash|ash|dash|\/bin\/(sh|bash|ash|dash)|\/usr\/bin\/(sh|bash|env))$/

/** A script that a command runs. */
export interface Script {
  readonly kind: 'script' | 'source'
  readonly text: string
  readonly argv: readonly string[]
  readonly flags: string
}

/** The script that a command runs, if it runs one; or its status when there is none. */
export function scriptOf({ argv, simple }: Stage, around: Expansion, host: ShellHost): Script | number | undefined {
  const [name = '', ...args] = argv
  const { world } = around
  if (name === 'eval') return { kind: 'source', text: args.join(' '), argv: [name], flags: '' }
  if (name === '.' || name === 'source') {
    const text = world.read(args[0] ?? '')
    if (text !== undefined) return { kind: 'source', text, argv: args, flags: '' }
    return host.isProgram(args[0] ?? '') ? 0 : 1
  }
  if (shells.test(name)) {
    let from = 0
    let flags = '-'
    for (; /^[-+]\w/.test(args[from] ?? ''); from++) {
      flags += args[from]!.slice(1)
      if (/^[-+]\w*o$/.test(args[from]!)) from++
    }
    const named = args.slice(from)
    const own = flags.replace(/[co]/g, '')
    if (flags.includes('c')) {
      return { kind: 'script', text: named[0] ?? '', argv: named.length > 1 ? named.slice(1) : [name], flags: own }
    }
    if (!named.length) {
      const here = simple.redirects?.find(({ op }) => op === 'text')
      return here ? { kind: 'script', text: expandOne(here.word, around), argv: [name], flags: own } : 0
    }
    const text = world.read(named[0]!)
    if (text !== undefined) return { kind: 'script', text, argv: named, flags: own }
    return host.isProgram(named[0]!) ? undefined : 2
  }
  if (!name.includes('/')) return undefined
  const text = world.read(name)
  // A file of which nothing is known is a program.
  if (!text || (text.startsWith('#!') && !/^#!.*\b(ba|da|a)?sh\b/.test(text))) return undefined
  return { kind: 'script', text, argv, flags: /^#!\S+ (-\w+)/.exec(text)?.[1] ?? '' }
}
