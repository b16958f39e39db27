import { listObjectsBy } from './listBy'
import { notFoundError } from '../../api/errors'
import type { KindDefinition } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import { UsageError, type Shell } from './shell'

/** What a person named: a kind and, unless all of it is meant, a name. */
export interface Target {
  readonly kind: KindDefinition
  readonly name: string
}

/** `deployment.apps/web`, as kubectl names an object in its answers. */
export const titleOf = (kind: KindDefinition, name: string): string => `${typeOf(kind)}/${name}`

/** `deployment.apps`, `pod`. */
export const typeOf = (kind: KindDefinition): string => (kind.group ? `${kind.singular}.${kind.group}` : kind.singular)

/** The kind behind `deploy`, `deployments.apps`, `deployments.v1.apps`. Throws UsageError. */
export function kindNamed(shell: Shell, word: string): KindDefinition {
  const kind = shell.kinds.byResource(word.split('.')[0]!)
  const group = word
    .split('.')
    .slice(1)
    .join('.')
    .replace(/^v\d\w*\.?/, '')
  if (!kind || (group && group !== kind.group))
    throw new UsageError(`error: the server doesn't have a resource type ${JSON.stringify(word)}`)
  return kind
}

/** `TYPE/NAME...` or `TYPE NAME...`. Throws UsageError with kubectl's words. */
export function targets(shell: Shell, words: readonly string[]): Target[] {
  const [first, ...names] = words
  if (first === undefined) throw new UsageError('error: required resource not specified')
  if (!first.includes('/')) {
    const kinds = first.split(',').map((word) => kindNamed(shell, word))
    return kinds.flatMap((kind) => names.map((name) => ({ kind, name })))
  }
  return words.map((word) => {
    const [type, name, ...more] = word.split('/')
    if (name === undefined) {
      throw new UsageError(
        "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      )
    }
    if (more.length || !type || !name)
      throw new UsageError('error: arguments in resource/name form may not have more than one slash')
    return { kind: kindNamed(shell, type), name }
  })
}

/** The objects that words, a selector or `--all` name, in the order named. Throws UsageError; NotFound when a named one is absent. */
export function objects(
  shell: Shell,
  words: readonly string[],
  namespace: string,
  flags: ReadonlyMap<string, string>,
): { kind: KindDefinition; object: KubeObject }[] {
  const selector = flags.get('selector')
  const all = flags.get('all') === 'true'
  if (selector !== undefined || all) {
    if (words.length !== 1)
      throw new UsageError(
        words.length ? 'error: name cannot be provided when a selector is specified' : 'error: required resource not specified',
      )
    return words[0]!.split(',').flatMap((word) => {
      const kind = kindNamed(shell, word)
      return listObjectsBy(shell, kind, namespace, selector).map((object) => ({ kind, object }))
    })
  }
  const named = targets(shell, words)
  if (named.length === 0) throw new UsageError('error: resource(s) were provided, but no name was specified')
  return named.map(({ kind, name }) => ({ kind, object: found(shell, kind, name, namespace) }))
}

/** The object. Throws NotFound. */
export function found(shell: Shell, kind: KindDefinition, name: string, namespace: string): KubeObject {
  const object = shell.client.getAny(kind.kind, name, kind.namespaced ? namespace : undefined)
  if (!object) throw notFoundError(kind, name)
  return object
}
