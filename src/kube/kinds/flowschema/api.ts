import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { Condition, KubeObject } from '../../../api/meta'
import { dns1123Subdomain } from '../../../api/names'
import { always, condition, list, objectSchema, strings, struct } from '../../../api/schema/schema'

/** Which requests belong to which level of priority. Kept as an object: the server here is never so busy that any has to wait. */
export interface FlowSchema extends KubeObject {
  readonly apiVersion: 'flowcontrol.apiserver.k8s.io/v1'
  readonly kind: 'FlowSchema'
  readonly spec: {
    readonly priorityLevelConfiguration?: { readonly name?: string }
    readonly matchingPrecedence?: number
    readonly distinguisherMethod?: { readonly type: string }
    readonly rules?: readonly object[]
  }
  readonly status?: { readonly conditions?: readonly Condition[] }
}

declare module '../../../api/meta' {
  interface KindMap {
    FlowSchema: FlowSchema
  }
}

const named = (name: string) => struct(`v1.${name}`, { name: 'string!' })

export default defineKind<FlowSchema>({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  singular: 'flowschema',
  namespaced: false,
  statusSubresource: true,
  generation: true,
  schema: objectSchema('FlowSchema', {
    spec: always(
      struct('v1.FlowSchemaSpec', {
        priorityLevelConfiguration: always(named('PriorityLevelConfigurationReference')),
        matchingPrecedence: 'int32!',
        distinguisherMethod: struct('v1.FlowDistinguisherMethod', { type: 'string!' }),
        rules: list(
          struct('v1.PolicyRulesWithSubjects', {
            subjects: list(
              struct('v1.Subject', {
                kind: 'string!',
                user: named('UserSubject'),
                group: named('GroupSubject'),
                serviceAccount: struct('v1.ServiceAccountSubject', { namespace: 'string!', name: 'string!' }),
              }),
            ),
            resourceRules: list(
              struct('v1.ResourcePolicyRule', {
                verbs: strings,
                apiGroups: strings,
                resources: strings,
                clusterScope: 'bool',
                namespaces: strings,
              }),
            ),
            nonResourceRules: list(struct('v1.NonResourcePolicyRule', { verbs: strings, nonResourceURLs: strings })),
          }),
        ),
      }),
    ),
    status: struct('v1.FlowSchemaStatus', { conditions: list(condition('v1.FlowSchemaCondition')) }),
  }),
  defaults: (draft) => (draft.spec.matchingPrecedence ? draft : { ...draft, spec: { ...draft.spec, matchingPrecedence: 1000 } }),
  validate,
  columns: [
    nameColumn,
    textColumn('PriorityLevel', ({ spec }) => spec.priorityLevelConfiguration?.name || '<none>'),
    textColumn('MatchingPrecedence', ({ spec }) => String(spec.matchingPrecedence ?? 0)),
    textColumn('DistinguisherMethod', ({ spec }) => spec.distinguisherMethod?.type ?? '<none>'),
    ageColumn,
    textColumn('MissingPL', ({ status }) => status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?'),
  ],
})

const methods = ['ByNamespace', 'ByUser']

/** Rule: ValidateFlowSchemaSpec. */
function validate({ spec, metadata }: FlowSchema): FieldError[] {
  const out: FieldError[] = []
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method, priorityLevelConfiguration: level } = spec
  if (precedence <= 0) out.push(invalid('spec.matchingPrecedence', precedence, 'must be a positive value'))
  if (precedence > 10_000) out.push(invalid('spec.matchingPrecedence', precedence, 'must not be greater than 10000'))
  if (precedence === 1 && metadata.name !== 'exempt') {
    out.push(invalid('spec.matchingPrecedence', precedence, "only the schema named 'exempt' may have matchingPrecedence 1"))
  }
  if (method && !methods.includes(method.type)) out.push(notSupported('spec.distinguisherMethod', method, methods))
  const name = level?.name ?? ''
  if (!name) out.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'))
  else for (const message of dns1123Subdomain(name)) out.push(invalid('spec.priorityLevelConfiguration.name', name, message))
  return out
}
