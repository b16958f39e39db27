import type { KindDefinition } from '../../api/kind'
import type { Condition, KubeObject } from '../../api/meta'
import { duration, parseFlags } from './flags'
import { jsonPath } from './jsonPath'
import { found, objects, targets, titleOf } from './resources'
import { POLL_MS, UsageError, type Running, type Shell } from './shell'

const PATIENCE = '30s'

/** Is it as somebody waits for it? `undefined`: there is no such object. */
type Wanted = (object: KubeObject | undefined) => boolean

/** `kubectl wait --for=delete|create|condition=TYPE[=STATUS]|jsonpath='{...}'[=VALUE]`. */
export function* wait(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags('wait', words, { selector: 'text', all: 'switch', for: 'text', timeout: 'text' })
  const goal = flags.get('for') ?? ''
  const wanted = wantedOf(goal)
  const namespace = flags.get('namespace') ?? shell.namespace
  const limit = duration(new Map([['timeout', flags.get('timeout') ?? PATIENCE]]), 'timeout')
  const end = shell.now + limit
  for (const { kind, name, uid } of awaited(shell, named, namespace, flags, goal)) {
    const look = () => {
      const object = shell.client.getAny(kind.kind, name, kind.namespaced ? namespace : undefined)
      return goal === 'delete' && object?.metadata.uid !== uid ? undefined : object
    }
    while (!wanted(look())) {
      if (shell.now >= end) throw new UsageError(`error: timed out waiting for the condition on ${kind.plural}/${name}`)
      yield POLL_MS
    }
    shell.out(`${titleOf(kind, name)} condition met`)
  }
  return 0
}

interface Awaited {
  readonly kind: KindDefinition
  readonly name: string
  readonly uid: string | undefined
}

/** What is waited for. What is gone already, or is not there yet, is no mistake where that is waited for. */
function awaited(
  shell: Shell,
  named: readonly string[],
  namespace: string,
  flags: ReadonlyMap<string, string>,
  goal: string,
): Awaited[] {
  if (flags.has('selector') || flags.get('all') === 'true') {
    const all = objects(shell, named, namespace, flags)
    if (all.length === 0 && goal !== 'delete') throw new UsageError('error: no matching resources found')
    return all.map(({ kind, object: { metadata } }) => ({ kind, name: metadata.name, uid: metadata.uid }))
  }
  return targets(shell, named).flatMap(({ kind, name }) => {
    const there = shell.client.getAny(kind.kind, name, kind.namespaced ? namespace : undefined)
    if (!there && goal === 'delete') return []
    const uid = there || goal === 'create' ? there?.metadata.uid : found(shell, kind, name, namespace).metadata.uid
    return [{ kind, name, uid }]
  })
}

function wantedOf(goal: string): Wanted {
  if (goal === 'delete') return (object) => object === undefined
  if (goal === 'create') return (object) => object !== undefined
  const condition = /^condition=([^=]+)(?:=(.*))?$/.exec(goal)
  if (condition) return (object) => hasCondition(object, condition[1]!, condition[2] ?? 'True')
  const path = /^jsonpath='?(\{[^}]*\})(?:=(.*?))?'?$/.exec(goal)
  if (path) {
    return (object) => {
      const value = object ? jsonPath(path[1]!, object) : ''
      return path[2] === undefined ? value !== '' : value === path[2]
    }
  }
  throw new UsageError(`error: unrecognized condition: ${JSON.stringify(goal)}`)
}

interface Conditioned extends KubeObject {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly observedGeneration?: number }
}

/** A condition of a generation before the present one does not count. */
function hasCondition(object: Conditioned | undefined, type: string, status: string): boolean {
  const like = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const condition = object?.status?.conditions?.find((one) => like(one.type, type))
  if (!condition || !like(condition.status, status)) return false
  const observed = condition.observedGeneration ?? object?.status?.observedGeneration
  return observed === undefined || observed >= (object?.metadata.generation ?? 0)
}
