import type { Word } from './lex'
import type { Redirect, Simple } from './code'
import type { Effort } from './regex/regex'
import type { ShellWorld } from './tools'

type Variables = Readonly<Record<string, string>>

/** Does a pipe name something under one of these folders, or work in one? */
export function touches(pipe: readonly Simple[], vars: Variables, mounts: readonly string[] | undefined): boolean {
  if (!mounts?.length) return false
  const named = (text: string) => mounts.some((mount) => text.includes(mount))
  if (named(`${vars.PWD ?? ''}/`)) return true
  return pipe.some(
    ({ words, redirects = [] }) => words.some((word) => named(textOf(word, vars))) || goTo(redirects, vars, mounts),
  )
}

/** Do redirections name something under one of these folders? */
export const goTo = (redirects: readonly Redirect[], vars: Variables, mounts: readonly string[] | undefined): boolean =>
  redirects.some(({ word }) => mounts?.some((mount) => textOf(word, vars).includes(mount)))

/** A word as far as it is known without running anything. */
const textOf = (word: Word, vars: Variables): string =>
  word.map(({ kind, text }) => (kind === 'var' ? (vars[/^\w+/.exec(text)?.[0] ?? ''] ?? text) : text)).join('')

/** A path from where the script is, without `.` and `..`. */
export function resolved(path: string, vars: Variables): string {
  const whole = path.startsWith('/') ? path : `${vars.PWD ?? ''}/${path}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}${whole.endsWith('/') && parts.length ? '/' : ''}`
}

/** The world as seen from where the script is. */
export function worldFrom(world: ShellWorld, vars: Variables, effort?: Effort): ShellWorld {
  const { list } = world
  return {
    ...world,
    read: (path) => world.read(resolved(path, vars)),
    write: (path, text) => world.write(resolved(path, vars), text),
    ...(effort && { effort }),
    ...(list && { list: (path: string) => list(resolved(path, vars)) }),
  }
}
