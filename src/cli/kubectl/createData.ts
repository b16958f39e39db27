import { encodeBase64 } from '../../api/base64'
import type { Draft } from '../../api/meta'
import { parseFlags } from './flags'
import { theName } from './named'
import { splitPair } from './pairs'
import { repeated } from './repeated'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl create configmap NAME --from-literal=KEY=VALUE...`. */
export function* createConfigMap(shell: Shell, words: readonly string[]): Running {
  const { values, words: others } = repeated(words, 'from-literal', false)
  const { words: typed, flags } = parseFlags('create configmap', others, {})
  const { name } = theName('create configmap', typed)
  const data = literals(values)
  shell.client.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: flags.get('namespace') ?? shell.namespace },
    ...(values.length && { data }),
  } as Draft)
  shell.out(`configmap/${name} created`)
  return 0
}

/** `kubectl create secret generic NAME --from-literal=KEY=VALUE... [--type=TYPE]`. */
export function* createSecret(shell: Shell, words: readonly string[]): Running {
  const { values, words: others } = repeated(words, 'from-literal', false)
  const { words: typed, flags } = parseFlags('create secret', others, { type: 'text' })
  const [what = '', ...rest] = typed
  if (what !== 'generic') throw new UsageError(`error: unknown command ${JSON.stringify(what)} for "kubectl create secret"`)
  const { name } = theName('create secret generic', rest)
  const data = Object.fromEntries(Object.entries(literals(values)).map(([key, value]) => [key, encodeBase64(value)]))
  shell.client.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: flags.get('namespace') ?? shell.namespace },
    type: flags.get('type') ?? 'Opaque',
    ...(values.length && { data }),
  } as Draft)
  shell.out(`secret/${name} created`)
  return 0
}

function literals(values: readonly string[]): Readonly<Record<string, string>> {
  const data: Record<string, string> = {}
  for (const pair of values) {
    const [key, value] = splitPair(pair)
    if (!key || value === undefined) throw new UsageError(`error: invalid literal source ${pair}, expected key=value`)
    if (Object.hasOwn(data, key))
      throw new UsageError(`error: cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data`)
    data[key] = value
  }
  return data
}
