import type { PolicyRule } from '../../api/authorization'
import type { Draft } from '../../api/meta'
import { broken, compactRules } from '../../kube/auth/rules'
import type { SelfSubjectAccessReview } from '../../kube/kinds/selfsubjectaccessreview/api'
import type { SelfSubjectReview } from '../../kube/kinds/selfsubjectreview/api'
import type { SelfSubjectRulesReview } from '../../kube/kinds/selfsubjectrulesreview/api'
import { isOn, parseFlags } from './flags'
import { UsageError, type Running, type Shell } from './shell'
import { aligned } from './table'

/** `kubectl auth can-i` and `kubectl auth whoami`. */
export function* auth(shell: Shell, [verb = '', ...words]: readonly string[]): Running {
  if (verb === 'whoami') return whoAmI(shell, words)
  if (verb === 'can-i') return canI(shell, words)
  throw new UsageError(`error: unknown command ${JSON.stringify(verb)} for "kubectl auth"`)
}

function whoAmI(shell: Shell, words: readonly string[]): number {
  parseFlags('auth whoami', words, {})
  const draft: Draft = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} }
  const { username, uid, groups } = shell.client.create<SelfSubjectReview>(draft as Draft<SelfSubjectReview>).status!.userInfo
  const rows = [
    ['ATTRIBUTE', 'VALUE'],
    ['Username', username],
  ]
  if (uid) rows.push(['UID', uid])
  rows.push(['Groups', `[${groups.join(' ')}]`])
  for (const line of aligned(rows)) shell.out(line)
  return 0
}

function canI(shell: Shell, words: readonly string[]): number {
  const { words: typed, flags } = parseFlags('auth can-i', words, {
    'all-namespaces': 'switch',
    list: 'switch',
    quiet: 'switch',
    subresource: 'text',
    'no-headers': 'switch',
  })
  const namespace = isOn(flags, 'all-namespaces') ? '' : (flags.get('namespace') ?? shell.namespace)
  if (isOn(flags, 'list')) return list(shell, namespace, isOn(flags, 'no-headers'))
  const [verb, target, name] = typed
  if (verb === undefined || target === undefined || typed.length > 3) {
    throw new UsageError(
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    )
  }
  const spec = target.startsWith('/')
    ? { nonResourceAttributes: { verb, path: target } }
    : { resourceAttributes: resourceOf(shell, verb, target, name, namespace, flags.get('subresource')) }
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec } as const
  const { allowed, reason } = shell.client.create<SelfSubjectAccessReview>(review as Draft<SelfSubjectAccessReview>).status!
  if (!isOn(flags, 'quiet')) shell.out(allowed ? 'yes' : `no${reason ? ` - ${reason}` : ''}`)
  return allowed ? 0 : 1
}

function resourceOf(shell: Shell, verb: string, target: string, name: string | undefined, namespace: string, subresource = '') {
  const [type = '', own = name ?? ''] = target.split('/')
  const kind = shell.kinds.byResource(type.split('.')[0]!)
  if (type === '*') return { verb, group: '*', resource: '*', namespace, name: own, subresource }
  if (!kind) {
    shell.err(`Warning: the server doesn't have a resource type '${type}'`)
    return { verb, group: '', resource: type, namespace, name: own, subresource }
  }
  if (!kind.namespaced && namespace) {
    shell.err(`Warning: resource '${kind.plural}' is not namespace scoped${kind.group ? ` in group '${kind.group}'` : ''}`)
    shell.err('')
  }
  return { verb, group: kind.group, resource: kind.plural, namespace, name: own, subresource }
}

/** Everything that the asker may do in a namespace. */
function list(shell: Shell, namespace: string, noHeaders: boolean): number {
  if (!namespace) throw new UsageError('error: namespace must be specified, --all-namespaces is not allowed with --list')
  const draft = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    metadata: {},
    spec: { namespace },
  } as const
  const { status } = shell.client.create<SelfSubjectRulesReview>(draft as Draft<SelfSubjectRulesReview>)
  const { resourceRules, nonResourceRules, incomplete, evaluationError } = status!
  if (incomplete && evaluationError) shell.err(`warning: the list may be incomplete: ${evaluationError}`)
  const rules = compactRules([...resourceRules, ...nonResourceRules].flatMap(broken)).sort((a, b) =>
    sortText(a) < sortText(b) ? -1 : 1,
  )
  const head = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']
  const rows = rules.map((rule) => [
    combined(rule),
    listText(rule.nonResourceURLs),
    listText(rule.resourceNames),
    listText(rule.verbs),
  ])
  for (const line of aligned(noHeaders ? rows : [head, ...rows])) shell.out(line)
  return 0
}

const listText = (words: readonly string[] = []) => `[${words.join(' ')}]`

/** What upstream sorts rules by: their printed form. */
const sortText = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule) =>
  [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(listText).join(',')

/** `deployments.apps/scale`. */
function combined({ resources = [], apiGroups = [] }: PolicyRule): string {
  if (!resources.length) return ''
  const [plural = '', ...sub] = resources[0]!.split('/')
  return [apiGroups[0] ? `${plural}.${apiGroups[0]}` : plural, ...sub].join('/')
}
