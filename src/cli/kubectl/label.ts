import type { KindName } from '../../api/meta'
import { isOn, parseFlags } from './flags'
import { objects, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

type Pairs = Readonly<Record<string, string>>

/** `kubectl label`. */
export const label = (shell: Shell, words: readonly string[]): Running => change(shell, words, 'labels')

/** `kubectl annotate`. */
export const annotate = (shell: Shell, words: readonly string[]): Running => change(shell, words, 'annotations')

function* change(shell: Shell, words: readonly string[], field: 'labels' | 'annotations'): Running {
  const verb = field === 'labels' ? 'label' : 'annotate'
  const { words: typed, flags } = parseFlags(verb, words, { selector: 'text', all: 'switch', overwrite: 'switch' })
  const isPair = (word: string) => /^[^=/]*(\/[^=/]*)?=/.test(word) || (word.endsWith('-') && word.length > 1)
  const pairs = typed.filter((word, i) => i > 0 && isPair(word))
  const named = typed.filter((word, i) => i === 0 || !isPair(word))
  if (pairs.length === 0)
    throw new UsageError(`error: at least one ${verb === 'label' ? 'label' : 'annotation'} update is required`)
  const set = new Map(
    pairs
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  const removed = pairs.filter((pair) => !pair.includes('=')).map((pair) => pair.slice(0, -1))
  const overwrite = isOn(flags, 'overwrite')
  for (const { kind, object } of objects(shell, named, flags.get('namespace') ?? shell.namespace, flags)) {
    const before: Pairs = object.metadata[field] ?? {}
    if (!overwrite) refuseOverwriting(before, set, verb)
    if (verb === 'label') for (const key of removed) if (!(key in before)) shell.out(`label ${JSON.stringify(key)} not found.`)
    const wanted = Object.fromEntries<string | null>([
      ...set,
      ...removed.filter((key) => key in before).map((key): [string, null] => [key, null]),
    ])
    const changes = Object.entries(wanted).some(([key, value]) => (before[key] ?? null) !== value)
    if (changes) shell.client.patch(kind.kind as KindName, object, 'merge', { metadata: { [field]: wanted } })
    shell.out(
      `${titleOf(kind, object.metadata.name)} ${field === 'annotations' ? 'annotated' : labelled(before, wanted, changes, overwrite)}`,
    )
  }
  return 0
}

function refuseOverwriting(before: Pairs, set: ReadonlyMap<string, string>, verb: string): void {
  const taken = [...set].filter(([key, value]) => key in before && before[key] !== value)
  if (taken.length === 0) return
  const found = taken.map(([key]) => `'${key}' already has a value (${before[key]})`).join('; ')
  throw new UsageError(
    verb === 'label'
      ? `error: ${found}, and --overwrite is false`
      : `error: --overwrite is false but found the following declared annotation(s): ${found}`,
  )
}

/** Upstream's word depends on whether fewer labels are left (updateDataChangeMsg). */
function labelled(before: Pairs, wanted: Readonly<Record<string, string | null>>, changes: boolean, overwrite: boolean): string {
  if (!changes) return 'not labeled'
  const removes =
    Object.values(wanted).some((value) => value === null) &&
    Object.entries(wanted).every(([key, value]) => value === null || key in before)
  return removes && !overwrite ? 'unlabeled' : 'labeled'
}
