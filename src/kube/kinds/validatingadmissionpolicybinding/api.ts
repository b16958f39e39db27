import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { notSupported, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { KubeObject, LabelSelector } from '../../../api/meta'
import { always, labelSelector, objectSchema, strings, struct } from '../../../api/schema/schema'
import { defaultMatch, matchResources } from '../../extension/policies'

/** Where a policy is in force. Kept as an object, as the policy itself is. */
export interface ValidatingAdmissionPolicyBinding extends KubeObject {
  readonly kind: 'ValidatingAdmissionPolicyBinding'
  readonly spec: {
    readonly policyName?: string
    readonly paramRef?: {
      readonly name?: string
      readonly namespace?: string
      readonly selector?: LabelSelector
      readonly parameterNotFoundAction?: string
    }
    readonly matchResources?: object
    readonly validationActions?: readonly string[]
  }
}

declare module '../../../api/meta' {
  interface KindMap {
    ValidatingAdmissionPolicyBinding: ValidatingAdmissionPolicyBinding
  }
}

export default defineKind<ValidatingAdmissionPolicyBinding>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  singular: 'validatingadmissionpolicybinding',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  schema: objectSchema('ValidatingAdmissionPolicyBinding', {
    spec: always(
      struct('v1.ValidatingAdmissionPolicyBindingSpec', {
        policyName: 'string',
        paramRef: struct('v1.ParamRef', {
          name: 'string',
          namespace: 'string',
          selector: labelSelector,
          parameterNotFoundAction: 'string*',
        }),
        matchResources,
        validationActions: strings,
      }),
    ),
  }),
  defaults(draft) {
    const { matchResources: match } = draft.spec
    return match ? { ...draft, spec: { ...draft.spec, matchResources: defaultMatch(match) } } : draft
  },
  validate,
  columns: [
    nameColumn,
    textColumn('PolicyName', ({ spec }) => spec.policyName ?? ''),
    textColumn('ParamRef', ({ spec: { paramRef } }) => {
      if (!paramRef) return '<unset>'
      if (!paramRef.name) return '*'
      return paramRef.namespace ? `${paramRef.namespace}/${paramRef.name}` : paramRef.name
    }),
    ageColumn,
  ],
})

const actions = ['Audit', 'Deny', 'Warn']

/** Rule: validateValidatingAdmissionPolicyBindingSpec. */
function validate({ spec: { policyName, validationActions = [] } }: ValidatingAdmissionPolicyBinding): FieldError[] {
  const out: FieldError[] = []
  if (!policyName) out.push(required('spec.policyName'))
  if (!validationActions.length) out.push(required('spec.validationActions', 'at least one validation action is required'))
  validationActions.forEach((action, i) => {
    if (!actions.includes(action)) out.push(notSupported(`spec.validationActions[${i}]`, action, actions))
  })
  return out
}
