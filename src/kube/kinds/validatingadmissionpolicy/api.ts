import { ageColumn, nameColumn, numberColumn, textColumn } from '../../../api/columns'
import { notSupported, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { Condition, KubeObject } from '../../../api/meta'
import { always, condition, list, objectSchema, struct } from '../../../api/schema/schema'
import { defaultMatch, matchResources } from '../../extension/policies'
import { matchCondition } from '../../extension/webhooks'

interface Validation {
  readonly expression: string
  readonly message?: string
  readonly reason?: string
  readonly messageExpression?: string
}

/** Rules in CEL about what may be written. Kept as an object: nothing here evaluates CEL. */
export interface ValidatingAdmissionPolicy extends KubeObject {
  readonly kind: 'ValidatingAdmissionPolicy'
  readonly spec: {
    readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string }
    readonly matchConstraints?: { readonly resourceRules?: readonly object[] }
    readonly validations?: readonly Validation[]
    readonly failurePolicy?: string
    readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[]
    readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[]
    readonly variables?: readonly { readonly name: string; readonly expression: string }[]
  }
  readonly status?: { readonly observedGeneration?: number; readonly conditions?: readonly Condition[] }
}

declare module '../../../api/meta' {
  interface KindMap {
    ValidatingAdmissionPolicy: ValidatingAdmissionPolicy
  }
}

export default defineKind<ValidatingAdmissionPolicy>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  singular: 'validatingadmissionpolicy',
  categories: ['api-extensions'],
  namespaced: false,
  statusSubresource: true,
  generation: true,
  schema: objectSchema('ValidatingAdmissionPolicy', {
    spec: always(
      struct('v1.ValidatingAdmissionPolicySpec', {
        paramKind: struct('v1.ParamKind', { apiVersion: 'string', kind: 'string' }),
        matchConstraints: matchResources,
        validations: list(
          struct('v1.Validation', {
            expression: 'string!',
            message: 'string',
            reason: 'string*',
            messageExpression: 'string',
          }),
        ),
        failurePolicy: 'string*',
        auditAnnotations: list(struct('v1.AuditAnnotation', { key: 'string!', valueExpression: 'string!' })),
        matchConditions: list(matchCondition),
        variables: list(struct('v1.Variable', { name: 'string!', expression: 'string!' })),
      }),
    ),
    status: struct('v1.ValidatingAdmissionPolicyStatus', {
      observedGeneration: 'int64',
      typeChecking: struct('v1.TypeChecking', {
        expressionWarnings: list(struct('v1.ExpressionWarning', { fieldRef: 'string!', warning: 'string!' })),
      }),
      conditions: list(condition('v1.Condition')),
    }),
  }),
  defaults: (draft) => {
    const { matchConstraints } = draft.spec
    const spec = {
      failurePolicy: 'Fail',
      ...draft.spec,
      ...(matchConstraints && { matchConstraints: defaultMatch(matchConstraints) }),
    }
    return { ...draft, spec }
  },
  validate,
  columns: [
    nameColumn,
    numberColumn('Validations', ({ spec }) => spec.validations?.length ?? 0),
    textColumn('ParamKind', ({ spec: { paramKind } }) =>
      paramKind ? `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}` : '<unset>',
    ),
    ageColumn,
  ],
})

const policies = ['Fail', 'Ignore']

/** Rule: validateValidatingAdmissionPolicySpec, but for what is written in CEL. */
function validate({ spec }: ValidatingAdmissionPolicy): FieldError[] {
  const out: FieldError[] = []
  const { failurePolicy, matchConstraints, validations = [], auditAnnotations = [] } = spec
  if (failurePolicy !== undefined && !policies.includes(failurePolicy)) {
    out.push(notSupported('spec.failurePolicy', failurePolicy, policies))
  }
  if (!matchConstraints) out.push(required('spec.matchConstraints'))
  else if (!matchConstraints.resourceRules?.length) out.push(required('spec.matchConstraints.resourceRules'))
  if (!validations.length && !auditAnnotations.length) {
    out.push(required('spec.validations', 'validations or auditAnnotations must contain at least one item'))
    out.push(required('spec.auditAnnotations', 'validations or auditAnnotations must contain at least one item'))
  }
  validations.forEach(({ expression }, i) => {
    if (!expression.trim()) out.push(required(`spec.validations[${i}].expression`, 'expression is not specified'))
  })
  return out
}
