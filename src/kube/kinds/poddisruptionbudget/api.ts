import { ageColumn, nameColumn, numberColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { always, labelSelector, list, map, objectSchema, struct } from '../../../api/schema/schema'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from './types'
import { validateBudget, validateBudgetStatus } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    PodDisruptionBudget: PodDisruptionBudget
  }
}

const fresh: PodDisruptionBudgetStatus = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }

const schema = objectSchema('PodDisruptionBudget', {
  spec: always(
    struct('v1.PodDisruptionBudgetSpec', {
      minAvailable: 'intOrString*',
      maxUnavailable: 'intOrString*',
      selector: labelSelector,
      unhealthyPodEvictionPolicy: 'string*',
    }),
  ),
  status: struct('v1.PodDisruptionBudgetStatus', {
    observedGeneration: 'int64',
    disruptedPods: map('time'),
    disruptionsAllowed: 'int32!',
    currentHealthy: 'int32!',
    desiredHealthy: 'int32!',
    expectedPods: 'int32!',
    conditions: list(
      struct('v1.Condition', {
        type: 'string!',
        status: 'string!',
        observedGeneration: 'int64',
        lastTransitionTime: 'time*',
        reason: 'string!',
        message: 'string!',
      }),
    ),
  }),
})

const orNotApplicable = (amount: number | string | undefined) => (amount === undefined ? 'N/A' : String(amount))

export default defineKind<PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
  schema,
  prepareForCreate: (budget) => ({ ...budget, status: fresh }),
  validate: validateBudget,
  validateStatusUpdate: validateBudgetStatus,
  columns: [
    nameColumn,
    textColumn('Min Available', ({ spec }) => orNotApplicable(spec?.minAvailable)),
    textColumn('Max Unavailable', ({ spec }) => orNotApplicable(spec?.maxUnavailable)),
    numberColumn('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed ?? 0),
    ageColumn,
  ],
})
