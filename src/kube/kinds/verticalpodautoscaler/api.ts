import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { ResourceList } from '../pod/api'
import { verticalPodAutoscalerSchema } from './schema'
import type { VerticalPodAutoscaler } from './types'
import { validateVerticalPodAutoscaler } from './validate'

export type * from './types'
export { amountOf, capped, controlled, policyFor, updateModeOf } from './policy'
export { resizedContainers } from './resized'
export { selectorOf } from './target'

declare module '../../../api/meta' {
  interface KindMap {
    VerticalPodAutoscaler: VerticalPodAutoscaler
  }
}

const first = (resource: keyof ResourceList & string) => (vpa: VerticalPodAutoscaler) =>
  vpa.status?.recommendation?.containerRecommendations?.[0]?.target[resource] ?? ''

export default defineKind<VerticalPodAutoscaler>({
  group: 'autoscaling.k8s.io',
  version: 'v1',
  kind: 'VerticalPodAutoscaler',
  plural: 'verticalpodautoscalers',
  singular: 'verticalpodautoscaler',
  shortNames: ['vpa'],
  namespaced: true,
  statusSubresource: true,
  generation: true,
  schema: verticalPodAutoscalerSchema,
  validate: validateVerticalPodAutoscaler,
  columns: [
    nameColumn,
    textColumn('Mode', ({ spec }) => spec.updatePolicy?.updateMode ?? ''),
    textColumn('CPU', first('cpu')),
    textColumn('Mem', first('memory')),
    textColumn(
      'Provided',
      ({ status }) => status?.conditions?.find(({ type }) => type === 'RecommendationProvided')?.status ?? '',
    ),
    ageColumn,
  ],
})
