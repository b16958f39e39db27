import type { Draft, KubeObject } from '../../api/meta'
import { duration, parseFlags } from './flags'
import { theName } from './named'
import { repeated } from './repeated'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl create serviceaccount NAME`. */
export function* createServiceAccount(shell: Shell, words: readonly string[]): Running {
  const { words: typed, flags } = parseFlags('create serviceaccount', words, {})
  const { name } = theName('create serviceaccount', typed)
  const namespace = flags.get('namespace') ?? shell.namespace
  shell.client.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } })
  shell.out(`serviceaccount/${name} created`)
  return 0
}

interface Token extends KubeObject {
  readonly status: { readonly token: string }
}

/** `kubectl create token SERVICEACCOUNT`: prints it. */
export function* createToken(shell: Shell, words: readonly string[]): Running {
  const { values: audiences, words: others } = repeated(words, 'audience')
  const { words: typed, flags } = parseFlags('create token', others, { duration: 'text' })
  const { name } = theName('create token', typed)
  const namespace = flags.get('namespace') ?? shell.namespace
  const seconds = duration(flags, 'duration') / 1000
  const spec = { ...(audiences.length && { audiences }), ...(seconds && { expirationSeconds: seconds }) }
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec } as unknown as KubeObject
  const answer = shell.client.createPart('ServiceAccount', { metadata: { name, namespace } }, 'token', body) as Token
  shell.out(answer.status.token)
  return 0
}

/** `kubectl create quota NAME --hard=pods=2,requests.cpu=1 --scopes=...`. */
export function* createQuota(shell: Shell, words: readonly string[]): Running {
  const { values: hard, words: some } = repeated(words, 'hard')
  const { values: scopes, words: others } = repeated(some, 'scopes')
  const { words: typed, flags } = parseFlags('create quota', others, {})
  const { name } = theName('create quota', typed)
  const pairs = hard.filter(Boolean).map((pair) => {
    const [key = '', value, ...more] = pair.split('=')
    if (value === undefined || more.length)
      throw new UsageError(`error: Invalid argument syntax ${pair}, expected <resource>=<value>`)
    return [key, value] as const
  })
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, namespace: flags.get('namespace') ?? shell.namespace },
    spec: { ...(pairs.length && { hard: Object.fromEntries(pairs) }), ...(scopes.length && { scopes }) },
  }
  shell.client.create(quota as Draft)
  shell.out(`resourcequota/${name} created`)
  return 0
}
