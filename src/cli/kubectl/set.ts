import { setEnv } from './set/env'
import { setImage } from './set/image'
import { setSelector, setServiceAccount } from './set/others'
import { setResources } from './set/resources'
import { UsageError, type Running, type Shell, type Verb } from './shell'

const parts: Readonly<Record<string, Verb>> = {
  env: setEnv,
  image: setImage,
  resources: setResources,
  selector: setSelector,
  serviceaccount: setServiceAccount,
  sa: setServiceAccount,
}

/** `kubectl set WHAT ...`. */
export function* setVerb(shell: Shell, words: readonly string[]): Running {
  const at = words.findIndex((word) => Object.hasOwn(parts, word))
  if (at < 0) throw new UsageError(`error: unknown command ${JSON.stringify(words[0] ?? '')} for "kubectl set"`)
  return yield* parts[words[at]!]!(shell, [...words.slice(0, at), ...words.slice(at + 1)])
}
