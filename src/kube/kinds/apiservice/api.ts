import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { Condition, KubeObject } from '../../../api/meta'
import { inRange } from '../../../api/names'
import { always, condition, list, objectSchema, struct } from '../../../api/schema/schema'

/** Who answers for a group and version: this server itself, or a service of the cluster. */
export interface APIService extends KubeObject {
  readonly apiVersion: 'apiregistration.k8s.io/v1'
  readonly kind: 'APIService'
  readonly spec: {
    readonly service?: { readonly namespace?: string; readonly name?: string; readonly port?: number }
    readonly group?: string
    readonly version?: string
    readonly insecureSkipTLSVerify?: boolean
    readonly caBundle?: string
    readonly groupPriorityMinimum: number
    readonly versionPriority: number
  }
  readonly status?: { readonly conditions?: readonly Condition[] }
}

declare module '../../../api/meta' {
  interface KindMap {
    APIService: APIService
  }
}

export default defineKind<APIService>({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  singular: 'apiservice',
  categories: ['api-extensions'],
  namespaced: false,
  statusSubresource: true,
  schema: objectSchema('APIService', {
    spec: always(
      struct('v1.APIServiceSpec', {
        service: struct('v1.ServiceReference', { namespace: 'string', name: 'string', port: 'int32*' }),
        group: 'string',
        version: 'string',
        insecureSkipTLSVerify: 'bool',
        caBundle: 'bytes',
        groupPriorityMinimum: 'int32!',
        versionPriority: 'int32!',
      }),
    ),
    status: struct('v1.APIServiceStatus', { conditions: list(condition('v1.APIServiceCondition')) }),
  }),
  defaults(draft) {
    const { service } = draft.spec
    return service && service.port === undefined
      ? { ...draft, spec: { ...draft.spec, service: { ...service, port: 443 } } }
      : draft
  },
  validate,
  columns: [
    nameColumn,
    textColumn('Service', ({ spec: { service } }) => (service ? `${service.namespace ?? ''}/${service.name ?? ''}` : 'Local')),
    textColumn('Available', ({ status }) => {
      const found = status?.conditions?.find(({ type }) => type === 'Available')
      if (!found) return 'Unknown'
      return found.status === 'True' ? 'True' : `${found.status} (${found.reason ?? ''})`
    }),
    ageColumn,
  ],
})

/** Rule: ValidateAPIService of the aggregator. */
function validate({ metadata, spec }: APIService): FieldError[] {
  const out: FieldError[] = []
  const { group = '', version = '', service, groupPriorityMinimum, versionPriority } = spec
  const wanted = `${version}.${group}`
  if (metadata.name !== wanted) {
    out.push(invalid('metadata.name', metadata.name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`))
  }
  if (!version) out.push(required('spec.version'))
  for (const [field, value, most] of [
    ['groupPriorityMinimum', groupPriorityMinimum, 20_000],
    ['versionPriority', versionPriority, 1_000],
  ] as const) {
    const [message] = inRange(value, 1, most)
    if (message) out.push(invalid(`spec.${field}`, value, `must be positive and less than ${most}`))
  }
  if (!service) {
    if (spec.caBundle)
      out.push(invalid('spec.caBundle', `${spec.caBundle.length} bytes`, 'local APIServices may not have a caBundle'))
    if (spec.insecureSkipTLSVerify) {
      out.push(invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'))
    }
    return out
  }
  for (const field of ['namespace', 'name'] as const) if (!service[field]) out.push(required(`spec.service.${field}`))
  if (spec.insecureSkipTLSVerify && spec.caBundle) {
    out.push(invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'))
  }
  return out
}
