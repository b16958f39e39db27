import { ApiError } from '../../api/errors'
import { auth } from './auth'
import { autoscale } from './autoscale'
import { cordon, uncordon } from './cordon'
import { create } from './create'
import { deleteVerb } from './delete'
import { drain } from './drain'
import { expose } from './expose'
import { get } from './get'
import { annotate, label } from './label'
import { patch } from './patch'
import { rollout } from './rollout'
import { run } from './run'
import { scale } from './scale'
import { setVerb } from './set'
import { taint } from './taint'
import { top } from './top'
import { wait } from './wait'
import { repeated } from './repeated'
import { UsageError, type Running, type Shell, type Verb } from './shell'

const verbs: Readonly<Record<string, Verb>> = {
  annotate,
  auth,
  autoscale,
  cordon,
  create,
  delete: deleteVerb,
  drain,
  expose,
  get,
  label,
  patch,
  rollout,
  run,
  scale,
  set: setVerb,
  taint,
  top,
  uncordon,
  wait,
}

/** The verbs there are, sorted. */
export const verbNames: readonly string[] = Object.keys(verbs).sort()

/** Runs one kubectl command, given the words after `kubectl`. Everything it has to say, refusals too, goes to the shell. */
export function* kubectl(asYou: Shell, line: readonly string[]): Running {
  const { values: groups, words: rest } = repeated(line, 'as-group', false)
  const { values: users, words } = repeated(rest, 'as', false)
  const verbAt = words.findIndex((word, i) => !word.startsWith('-') && !isValue(words[i - 1]))
  const name = words[verbAt] ?? ''
  const verb = Object.hasOwn(verbs, name) ? verbs[name]! : undefined
  if (!verb) {
    asYou.err(name ? `error: unknown command ${JSON.stringify(name)} for "kubectl"` : 'error: a command is needed')
    return 1
  }
  try {
    return yield* verb(acting(asYou, users.at(-1), groups), [...words.slice(0, verbAt), ...words.slice(verbAt + 1)])
  } catch (error) {
    if (error instanceof UsageError) for (const line of error.message.split('\n')) asYou.err(line)
    else if (error instanceof ApiError) asYou.err(serverError(error))
    else throw error
    return 1
  }
}

/** The shell with the client of whom the command is run as. Throws UsageError for groups without a user. */
function acting(shell: Shell, user: string | undefined, groups: readonly string[]): Shell {
  if (user === undefined && !groups.length) return shell
  if (user === undefined) throw new UsageError('error: requesting groups or user-extra for  without impersonating a user')
  if (!shell.clientAs) throw new UsageError('error: nobody can be impersonated here')
  const client = shell.clientAs(user, groups)
  return {
    ...shell,
    client,
    get now() {
      return shell.now
    },
  }
}

const isValue = (before: string | undefined) => before === '-n' || before === '--namespace'

/** A refusal of the server as kubectl prints it; upstream: cmdutil.StandardErrorMessage. */
export function serverError(error: ApiError): string {
  const { kind = '', name = '' } = error.details
  if (error.reason !== 'Invalid') return `Error from server${error.reason && ` (${error.reason})`}: ${error.message}`
  const lines = (error.details.causes ?? []).map(({ field, message }) => (field ? `${field}: ${message}` : message))
  const isNamed = kind !== '' || name !== ''
  const what = isNamed ? `The ${kind} ${JSON.stringify(name)} is invalid` : 'The request is invalid'
  if (!lines.length) return isNamed ? what : `${what}: ${error.message}`
  if (lines.length === 1) return `${what}: ${lines[0]}`
  return [`${what}: `, ...lines.map((line) => `* ${line}`)].join('\n')
}
