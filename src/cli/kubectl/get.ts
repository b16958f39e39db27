import type { KindDefinition } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import { yamlText } from '../../api/yaml'
import { isOn, parseFlags } from './flags'
import { jsonPath } from './jsonPath'
import { listObjectsBy } from './listBy'
import { found, kindNamed, targets, titleOf } from './resources'
import { aligned, table } from './table'
import { UsageError, type Running, type Shell } from './shell'

interface Group {
  readonly kind: KindDefinition
  readonly objects: readonly KubeObject[]
}

/** `kubectl get`, as a table, by name, as JSON or YAML, by a JSONPath or by columns of a person's own. */
export function* get(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags('get', words, {
    selector: 'text',
    'field-selector': 'text',
    'all-namespaces': 'switch',
    'no-headers': 'switch',
    'ignore-not-found': 'switch',
  })
  if (named.length === 0) throw new UsageError('error: Required resource not specified.')
  const everywhere = isOn(flags, 'all-namespaces')
  const namespace = everywhere ? undefined : (flags.get('namespace') ?? shell.namespace)
  const isList = !named[0]!.includes('/') && named.length === 1
  const groups = isList ? lists(shell, named[0]!, namespace, flags) : namedOnes(shell, named, namespace ?? 'default')
  const objects = groups.flatMap((group) => group.objects)
  const output = flags.get('output') ?? ''
  if (output === 'json')
    return print(shell, JSON.stringify(isList ? listOf(objects) : objects.length === 1 ? objects[0] : listOf(objects), null, 4))
  if (output.startsWith('jsonpath='))
    return print(shell, jsonPath(output.slice('jsonpath='.length), isList ? listOf(objects) : objects[0]!))
  if (output === 'name') {
    for (const { kind, objects: some } of groups) for (const { metadata } of some) shell.out(titleOf(kind, metadata.name))
    return 0
  }
  if (output === 'yaml') return print(shell, yamlText(isList || objects.length !== 1 ? listOf(objects) : objects[0]))
  if (output.startsWith('custom-columns=')) return customColumns(shell, objects, output, isOn(flags, 'no-headers'))
  if (output && output !== 'wide')
    throw new UsageError(
      `error: unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: custom-columns,json,jsonpath,name,wide,yaml`,
    )
  const shown = groups.filter((group) => group.objects.length)
  if (shown.length === 0)
    shell.err(namespace && groups[0]?.kind.namespaced ? `No resources found in ${namespace} namespace.` : 'No resources found')
  shown.forEach(({ kind, objects: some }, i) => {
    if (i > 0) shell.out('')
    const style = {
      wide: output === 'wide',
      namespaces: everywhere,
      types: groups.length > 1,
      noHeaders: isOn(flags, 'no-headers'),
    }
    for (const line of table(kind, some, shell.now, style)) shell.out(line)
  })
  return 0
}

/** `-o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image`. Several values stand with commas between. */
function customColumns(shell: Shell, objects: readonly KubeObject[], output: string, noHeaders: boolean): number {
  const columns = output
    .slice('custom-columns='.length)
    .split(',')
    .map((column) => {
      const at = column.indexOf(':')
      if (at < 0) throw new UsageError(`error: unexpected custom-columns spec: ${column}, expected <header>:<json-path-expr>`)
      const path = column.slice(at + 1).replace(/^\{(.*)\}$/, '$1')
      return { header: column.slice(0, at), path: `{${path.startsWith('.') ? path : `.${path}`}}` }
    })
  const rows = objects.map((object) => columns.map(({ path }) => jsonPath(path, object, ',') || '<none>'))
  const lines = aligned([...(noHeaders ? [] : [columns.map(({ header }) => header)]), ...rows], 3)
  for (const line of lines) shell.out(line)
  return 0
}

const listOf = (items: readonly KubeObject[]) => ({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } })

function print(shell: Shell, text: string): number {
  for (const line of text.split('\n')) shell.out(line)
  return 0
}

function lists(shell: Shell, words: string, namespace: string | undefined, flags: ReadonlyMap<string, string>): Group[] {
  const kinds = words.split(',').flatMap((word) => category(shell, word) ?? [kindNamed(shell, word)])
  return kinds.map((kind) => ({
    kind,
    objects: listObjectsBy(shell, kind, namespace, flags.get('selector'), flags.get('field-selector')),
  }))
}

/** Core first, then by group and name, as discovery lists them. */
const category = (shell: Shell, word: string) =>
  shell.kinds.byCategory(word)?.toSorted((a, b) => (`${a.group}/${a.plural}` < `${b.group}/${b.plural}` ? -1 : 1))

/** Named objects, those of one kind that follow one another together. */
function namedOnes(shell: Shell, words: readonly string[], namespace: string): Group[] {
  const groups: { kind: KindDefinition; objects: KubeObject[] }[] = []
  for (const { kind, name } of targets(shell, words)) {
    const object = found(shell, kind, name, namespace)
    const last = groups.at(-1)
    if (last?.kind === kind) last.objects.push(object)
    else groups.push({ kind, objects: [object] })
  }
  return groups
}
