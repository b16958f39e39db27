import type { DeleteOptions } from '../../api/client'
import { ApiError } from '../../api/errors'
import { duration, integer, isOn, parseFlags } from './flags'
import { listObjectsBy } from './listBy'
import { kindNamed, objects, targets, typeOf, type Target } from './resources'
import { POLL_MS, UsageError, type Running, type Shell } from './shell'

/** `true` and `false` are what was typed before there were names. */
const cascades = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
  true: 'Background',
  false: 'Orphan',
} as const

/** `kubectl delete`: asks for it, says so, and waits until the objects are gone unless told not to. */
export function* deleteVerb(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags('delete', words, {
    selector: 'text',
    all: 'switch',
    force: 'switch',
    now: 'switch',
    'grace-period': 'text',
    cascade: 'text',
    wait: 'switch',
    timeout: 'text',
    'ignore-not-found': 'switch',
  })
  const namespace = flags.get('namespace') ?? shell.namespace
  const options = optionsOf(flags)
  const cascade = flags.get('cascade')
  if (cascade === 'true' || cascade === 'false') {
    const name = cascades[cascade].toLowerCase()
    shell.err(`warning: --cascade=${cascade} is deprecated (boolean value) and can be replaced with --cascade=${name}.`)
  }
  if (options.gracePeriodSeconds === 0 && isOn(flags, 'force')) {
    shell.err(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
    )
  }
  const gone: { target: Target; uid: string }[] = []
  let failed = false
  for (const target of doomed(shell, named, namespace, flags)) {
    const { kind, name } = target
    const object = shell.client.getAny(kind.kind, name, kind.namespaced ? namespace : undefined)
    try {
      shell.client.delete(kind.kind, { metadata: { name, ...(kind.namespaced && { namespace }) } }, options)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.reason === 'NotFound' && isOn(flags, 'ignore-not-found')) continue
      shell.err(`Error from server (${error.reason}): ${error.message}`)
      failed = true
      continue
    }
    shell.out(sentence(target, namespace, isOn(flags, 'force')))
    gone.push({ target, uid: object?.metadata.uid ?? '' })
  }
  if (flags.get('wait') === 'false') return failed ? 1 : 0
  const limit = duration(flags, 'timeout')
  const end = limit ? shell.now + limit : Infinity
  for (const { target, uid } of gone) {
    const { kind, name } = target
    while (shell.client.getAny(kind.kind, name, kind.namespaced ? namespace : undefined)?.metadata.uid === uid) {
      if (shell.now >= end) {
        shell.err(`error: timed out waiting for the condition on ${kind.plural}/${name}`)
        return 1
      }
      yield POLL_MS
    }
  }
  return failed ? 1 : 0
}

/** Since 1.34 kubectl names the namespace too. */
const sentence = ({ kind, name }: Target, namespace: string, force: boolean) =>
  `${typeOf(kind)} ${JSON.stringify(name)} ${force ? 'force deleted' : 'deleted'}${kind.namespaced ? ` from ${namespace} namespace` : ''}`

function optionsOf(flags: ReadonlyMap<string, string>): DeleteOptions {
  const cascade = flags.get('cascade') ?? 'background'
  if (!Object.hasOwn(cascades, cascade)) {
    throw new UsageError(`error: invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`)
  }
  const asked = integer(flags, 'grace-period') ?? -1
  const force = isOn(flags, 'force')
  if (isOn(flags, 'now') && asked >= 0) throw new UsageError('error: --now and --grace-period cannot be specified together')
  if (asked === 0 && !force) return { propagationPolicy: cascades[cascade as keyof typeof cascades], gracePeriodSeconds: 1 }
  const grace = isOn(flags, 'now') ? 1 : asked < 0 && force ? 0 : asked
  return { propagationPolicy: cascades[cascade as keyof typeof cascades], ...(grace >= 0 && { gracePeriodSeconds: grace }) }
}

/** What is to go. Named objects are not looked up first: the server says whether they exist. */
function doomed(
  shell: Shell,
  named: readonly string[],
  namespace: string,
  flags: ReadonlyMap<string, string>,
): readonly Target[] {
  if (flags.has('selector') || isOn(flags, 'all')) {
    return objects(shell, named, namespace, flags).map(({ kind, object }) => ({ kind, name: object.metadata.name }))
  }
  const found = targets(shell, named)
  if (found.length === 0) {
    const empty =
      named[0] !== undefined && listObjectsBy(shell, kindNamed(shell, named[0].split(',')[0]!), namespace).length === 0
    throw new UsageError(empty ? 'No resources found' : 'error: resource(s) were provided, but no name was specified')
  }
  return found
}
