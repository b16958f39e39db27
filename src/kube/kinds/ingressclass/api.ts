import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { Draft } from '../../../api/meta'
import { always, objectSchema, struct } from '../../../api/schema/schema'
import type { IngressClass } from './types'
import { validateClass, validateClassUpdate } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    IngressClass: IngressClass
  }
}

/** The annotation of the class that Ingresses without one get. */
export const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class'

export default defineKind<IngressClass>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  namespaced: false,
  generation: true,
  schema: objectSchema('IngressClass', {
    spec: always(
      struct('v1.IngressClassSpec', {
        controller: 'string',
        parameters: struct('v1.IngressClassParametersReference', {
          apiGroup: 'string*',
          kind: 'string!',
          name: 'string!',
          scope: 'string*',
          namespace: 'string*',
        }),
      }),
    ),
  }),
  defaults,
  validate: validateClass,
  validateUpdate: validateClassUpdate,
  columns: [
    nameColumn,
    textColumn('Controller', ({ spec }) => spec.controller ?? ''),
    textColumn('Parameters', ({ spec: { parameters } }) => {
      if (!parameters) return '<none>'
      const { apiGroup, kind, name } = parameters
      return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`
    }),
    ageColumn,
  ],
})

/** Rule: SetDefaults_IngressClass. */
function defaults(one: Draft<IngressClass>): Draft<IngressClass> {
  const parameters = one.spec?.parameters
  if (!parameters || parameters.scope) return one
  return { ...one, spec: { ...one.spec, parameters: { ...parameters, scope: 'Cluster' } } }
}
