import type { KubeObject } from '../../../api/meta'
import { parseFlags } from '../flags'
import { envPair } from '../pairs'
import { isChosen } from '../podSpec'
import { repeated } from '../repeated'
import { UsageError, type Running, type Shell } from '../shell'
import { changeTemplates } from './templates'

interface Variable {
  readonly name: string
  readonly value?: string
}

/** `kubectl set env TYPE/NAME KEY=VALUE... KEY-...`, and `--from=configmap/NAME` or `secret/NAME`. */
export function* setEnv(shell: Shell, words: readonly string[]): Running {
  const { values, words: others } = repeated(words, 'env', false)
  const { words: typed, flags } = parseFlags('set env', shortened(others), {
    selector: 'text',
    all: 'switch',
    containers: 'text',
    from: 'text',
    keys: 'text',
    prefix: 'text',
    overwrite: 'switch',
    list: 'switch',
  })
  const isPair = (word: string) => /^[^/=]+=/.test(word) || (/^[^/=]+-$/.test(word) && word.length > 1)
  const pairs = [...typed.filter(isPair), ...values]
  const named = typed.filter((word) => !isPair(word))
  const removed = pairs.filter((pair) => !pair.includes('=')).map((pair) => pair.slice(0, -1))
  const namespace = flags.get('namespace') ?? shell.namespace
  const from = flags.get('from')
  const set = [
    ...pairs.filter((pair) => pair.includes('=')).map(envPair),
    ...(from === undefined ? [] : variablesOf(shell, from, namespace, flags)),
  ]
  if (set.length + removed.length === 0 && flags.get('list') !== 'true')
    throw new UsageError('error: at least one environment variable must be provided')
  const chosen = flags.get('containers') ?? '*'
  if (flags.get('list') === 'true') {
    changeTemplates(shell, named, flags, '', (title, { containers = [] }) => {
      for (const { name, env = [] } of containers as readonly { name: string; env?: readonly Variable[] }[]) {
        shell.out(`# ${title}, container ${name}`)
        for (const { name: key, value } of env) shell.out(value === undefined ? `# ${key} from elsewhere` : `${key}=${value}`)
      }
      return undefined
    })
    return 0
  }
  const env = [...set, ...removed.map((name) => ({ $patch: 'delete', name }))]
  changeTemplates(shell, named, flags, 'env updated', (_, spec) => {
    const change: Record<string, unknown> = {}
    for (const list of ['initContainers', 'containers'] as const) {
      const changed = (spec[list] ?? []).filter(({ name }) => isChosen(name, chosen)).map(({ name }) => ({ name, env }))
      if (changed.length) change[list] = changed
    }
    return Object.keys(change).length ? change : undefined
  })
  return 0
}

interface Keyed extends KubeObject {
  readonly data?: Readonly<Record<string, string>>
}

/** A variable for every key of a ConfigMap or a Secret: its name in capitals, its value fetched when a container starts. */
function variablesOf(shell: Shell, from: string, namespace: string, flags: ReadonlyMap<string, string>) {
  const [type = '', name = ''] = from.split('/')
  const kind = shell.kinds.byResource(type)
  if (!name || (kind?.kind !== 'ConfigMap' && kind?.kind !== 'Secret'))
    throw new UsageError(`error: unsupported resource specified in --from`)
  const source: Keyed | undefined = shell.client.getAny(kind.kind, name, namespace)
  if (!source) throw new UsageError(`Error from server (NotFound): ${kind.plural} ${JSON.stringify(name)} not found`)
  const keys = flags.get('keys')?.split(',')
  const ref = kind.kind === 'ConfigMap' ? 'configMapKeyRef' : 'secretKeyRef'
  return Object.keys(source.data ?? {})
    .filter((key) => !keys || keys.includes(key))
    .sort()
    .map((key) => ({
      name: (flags.get('prefix') ?? '') + key.toUpperCase().replace(/[^A-Z0-9_]/g, '_'),
      valueFrom: { [ref]: { key, name } },
    }))
}

/** `-c`, `-e`: shorthands of this verb. */
const shortened = (words: readonly string[]) =>
  words.map((word) => word.replace(/^-c(?==|$)/, '--containers').replace(/^-e(?==|$)/, '--env'))
