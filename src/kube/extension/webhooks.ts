import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors'
import type { Draft, KubeObject, LabelSelector } from '../../api/meta'
import { dns1123Subdomain } from '../../api/names'
import { labelSelector, list, objectSchema, struct, strings, type Field } from '../../api/schema/schema'
import { validateSelector } from '../kinds/pod/api'

/** What requests a webhook is asked about; upstream: admissionregistration/v1 RuleWithOperations. */
export interface WebhookRule {
  readonly operations?: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly apiVersions?: readonly string[]
  readonly resources?: readonly string[]
  readonly scope?: string
}

/** One webhook of a configuration. Nothing calls it here: a configuration is kept as an object and no more. */
export interface Webhook {
  readonly name: string
  readonly clientConfig: {
    readonly url?: string
    readonly service?: { readonly namespace: string; readonly name: string; readonly path?: string; readonly port?: number }
    readonly caBundle?: string
  }
  readonly rules?: readonly WebhookRule[]
  readonly failurePolicy?: string
  readonly matchPolicy?: string
  readonly namespaceSelector?: LabelSelector
  readonly objectSelector?: LabelSelector
  readonly sideEffects?: string
  readonly timeoutSeconds?: number
  readonly admissionReviewVersions?: readonly string[]
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[]
  readonly reinvocationPolicy?: string
}

/** A configuration of either sort. */
export interface Webhooks extends KubeObject {
  readonly webhooks?: readonly Webhook[]
}

export const matchCondition = struct('v1.MatchCondition', { name: 'string!', expression: 'string!' })
export const ruleFields: Readonly<Record<string, Field>> = {
  operations: strings,
  apiGroups: strings,
  apiVersions: strings,
  resources: strings,
  scope: 'string*',
}

/** The fields of a configuration; mutating ones have a say in being asked again. */
export const webhooksSchema = (kind: string, webhook: string, more: Readonly<Record<string, Field>> = {}) =>
  objectSchema(kind, {
    webhooks: list(
      struct(`v1.${webhook}`, {
        name: 'string!',
        clientConfig: struct('v1.WebhookClientConfig', {
          url: 'string*',
          service: struct('v1.ServiceReference', { namespace: 'string!', name: 'string!', path: 'string*', port: 'int32*' }),
          caBundle: 'bytes',
        }),
        rules: list(struct('v1.RuleWithOperations', ruleFields)),
        failurePolicy: 'string*',
        matchPolicy: 'string*',
        namespaceSelector: labelSelector,
        objectSelector: labelSelector,
        sideEffects: 'string*',
        timeoutSeconds: 'int32*',
        admissionReviewVersions: strings,
        matchConditions: list(matchCondition),
        ...more,
      }),
    ),
  })

/** Rule: SetDefaults_ValidatingWebhook, SetDefaults_MutatingWebhook, SetDefaults_Rule, SetDefaults_ServiceReference. */
export function defaultWebhooks<T extends Webhooks>(draft: Draft<T>, more: Partial<Webhook> = {}): Draft<T> {
  const { webhooks } = draft as Webhooks
  if (!webhooks) return draft
  return { ...draft, webhooks: webhooks.map((webhook) => withDefaults(webhook, more)) }
}

const withDefaults = (webhook: Webhook, more: Partial<Webhook>): Webhook => ({
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
  ...more,
  ...webhook,
  clientConfig: webhook.clientConfig?.service
    ? { ...webhook.clientConfig, service: { port: 443, ...webhook.clientConfig.service } }
    : webhook.clientConfig,
  ...(webhook.rules && { rules: webhook.rules.map((rule) => ({ scope: '*', ...rule })) }),
})

const policies = ['Fail', 'Ignore']
const matchPolicies = ['Equivalent', 'Exact']
const scopes = ['*', 'Cluster', 'Namespaced']
const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
const reviewVersions = new Set(['v1', 'v1beta1'])
const sideEffects = ['None', 'NoneOnDryRun']

/** Rule: ValidateValidatingWebhookConfiguration and its mutating sister. */
export function validateWebhooks({ webhooks }: Webhooks): FieldError[] {
  const out: FieldError[] = []
  const names = new Set<string>()
  webhooks?.forEach((webhook, i) => {
    const at = `webhooks[${i}]`
    validateWebhook(webhook, at, out)
    if (names.has(webhook.name)) out.push(duplicate(`${at}.name`, webhook.name))
    names.add(webhook.name)
  })
  return out
}

function validateWebhook(webhook: Webhook, at: string, out: FieldError[]): void {
  const { name, failurePolicy, matchPolicy, timeoutSeconds: seconds, sideEffects: effects } = webhook
  const one = (field: string, value: string | undefined, allowed: readonly string[]) => {
    if (value !== undefined && !allowed.includes(value)) out.push(notSupported(`${at}.${field}`, value, allowed))
  }
  out.push(...qualifiedDomain(name, `${at}.name`))
  reviews(webhook.admissionReviewVersions, `${at}.admissionReviewVersions`, out)
  webhook.rules?.forEach((rule, r) => validateRule(rule, `${at}.rules[${r}]`, out))
  one('failurePolicy', failurePolicy, policies)
  one('matchPolicy', matchPolicy, matchPolicies)
  one('reinvocationPolicy', webhook.reinvocationPolicy, ['IfNeeded', 'Never'])
  if (effects === undefined) out.push(required(`${at}.sideEffects`, 'must specify one of None, NoneOnDryRun'))
  else one('sideEffects', effects, sideEffects)
  if (seconds !== undefined && (seconds < 1 || seconds > 30)) {
    out.push(invalid(`${at}.timeoutSeconds`, seconds, 'the timeout value must be between 1 and 30 seconds'))
  }
  for (const field of ['namespaceSelector', 'objectSelector'] as const) {
    if (webhook[field]) validateSelector(webhook[field], `${at}.${field}`, out)
  }
  validateClient(webhook.clientConfig ?? {}, `${at}.clientConfig`, out)
}

/** Rule: validation.IsFullyQualifiedName. */
function qualifiedDomain(name: string, path: string): FieldError[] {
  if (!name) return [required(path)]
  const messages = dns1123Subdomain(name)
  if (messages.length) return messages.map((message) => invalid(path, name, message))
  return name.split('.').length < 3
    ? [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
    : []
}

function reviews(versions: readonly string[] | undefined, path: string, out: FieldError[]): void {
  if (!versions?.length) out.push(required(path, 'must specify one of v1, v1beta1'))
  else if (!versions.some((version) => reviewVersions.has(version))) {
    out.push(invalid(path, versions, 'must include at least one of v1, v1beta1'))
  }
}

/** Rule: validateRuleWithOperations. */
export function validateRule(rule: WebhookRule, at: string, out: FieldError[]): void {
  for (const field of ['operations', 'apiGroups', 'apiVersions', 'resources'] as const) {
    const values = rule[field] ?? []
    if (!values.length) out.push(required(`${at}.${field}`))
    if (field !== 'resources' && values.length > 1 && values.includes('*')) {
      out.push(invalid(`${at}.${field}`, values, `if '*' is present, must not specify other ${NAMES[field]}`))
    }
  }
  rule.operations?.forEach((operation, i) => {
    if (!operations.includes(operation)) out.push(notSupported(`${at}.operations[${i}]`, operation, operations))
  })
  rule.apiVersions?.forEach((version, i) => version || out.push(required(`${at}.apiVersions[${i}]`)))
  if (rule.scope !== undefined && !scopes.includes(rule.scope)) out.push(notSupported(`${at}.scope`, rule.scope, scopes))
}

const NAMES = { operations: 'operations', apiGroups: 'API groups', apiVersions: 'API versions' } as const

function validateClient({ url, service }: Webhook['clientConfig'], at: string, out: FieldError[]): void {
  if ((url === undefined) === (service === undefined)) out.push(required(at, 'exactly one of url or service is required'))
  if (url !== undefined && !url.startsWith('https://')) {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1] ?? ''
    out.push(invalid(`${at}.url`, scheme, "'https' is the only allowed URL scheme; desired format: https://host[/path]"))
  }
  if (!service) return
  for (const field of ['name', 'namespace'] as const) if (!service[field]) out.push(required(`${at}.service.${field}`))
  const { port, path } = service
  if (port !== undefined && (port < 1 || port > 65535)) {
    out.push(invalid(`${at}.service.port`, port, 'port is not valid: must be between 1 and 65535, inclusive'))
  }
  if (path !== undefined && !path.startsWith('/')) out.push(invalid(`${at}.service.path`, path, "must start with a '/'"))
}
