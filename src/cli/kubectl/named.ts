import { UsageError } from './shell'

/** The words of a command line before `--`, and the command after it, if there is one. */
export function splitCommand(words: readonly string[]): {
  readonly words: readonly string[]
  readonly command?: readonly string[]
} {
  const at = words.indexOf('--')
  return at < 0 ? { words } : { words: words.slice(0, at), command: words.slice(at + 1) }
}

/** The one name that `kubectl create KIND NAME` takes, and what else was typed. Throws UsageError. */
export function theName(
  verb: string,
  [name, ...rest]: readonly string[],
): { readonly name: string; readonly rest: readonly string[] } {
  if (name === undefined)
    throw new UsageError(`error: exactly one NAME is required, got 0\nSee 'kubectl ${verb} -h' for help and examples`)
  return { name, rest }
}
