import { defineKind } from '../../../api/kind'
import { horizontalPodAutoscalerColumns } from './columns'
import { defaultHorizontalPodAutoscaler, prepareHorizontalPodAutoscaler } from './defaults'
import { horizontalPodAutoscalerSchema } from './schema'
import type { HorizontalPodAutoscaler } from './types'
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
  validateHorizontalPodAutoscalerUpdate,
} from './validate'
import { horizontalPodAutoscalerV1 } from './versions'

export type * from './types'
export { targetsText } from './columns'

declare module '../../../api/meta' {
  interface KindMap {
    HorizontalPodAutoscaler: HorizontalPodAutoscaler
  }
}

export default defineKind<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  statusSubresource: true,
  servedAs: [horizontalPodAutoscalerV1],
  schema: horizontalPodAutoscalerSchema,
  defaults: defaultHorizontalPodAutoscaler,
  prepareForCreate: prepareHorizontalPodAutoscaler,
  validate: validateHorizontalPodAutoscaler,
  validateUpdate: validateHorizontalPodAutoscalerUpdate,
  validateStatusUpdate: validateHorizontalPodAutoscalerStatus,
  columns: horizontalPodAutoscalerColumns,
})
