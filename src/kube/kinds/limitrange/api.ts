import { nameColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { Draft } from '../../../api/meta'
import { always, list, objectSchema, resourceList, struct } from '../../../api/schema/schema'
import { createdAtColumn } from '../../auth/columns'
import { mapSame } from '../pod/api'
import type { LimitRange, LimitRangeItem } from './types'
import { validateLimitRange } from './validate'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    LimitRange: LimitRange
  }
}

export default defineKind<LimitRange>({
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  namespaced: true,
  schema: objectSchema('LimitRange', {
    spec: always(
      struct('v1.LimitRangeSpec', {
        limits: always(
          list(
            struct('v1.LimitRangeItem', {
              type: 'string!',
              max: resourceList,
              min: resourceList,
              default: resourceList,
              defaultRequest: resourceList,
              maxLimitRequestRatio: resourceList,
            }),
          ),
        ),
      }),
    ),
  }),
  defaults,
  validate: validateLimitRange,
  columns: [nameColumn, createdAtColumn],
})

/** Rule: SetDefaults_LimitRangeItem of every item. */
function defaults(range: Draft<LimitRange>): Draft<LimitRange> {
  const limits = mapSame(range.spec?.limits ?? undefined, withDefaults)
  return limits && limits !== range.spec.limits ? { ...range, spec: { ...range.spec, limits } } : range
}

function withDefaults(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item
  const limit = { ...item.max, ...item.default }
  const request = { ...item.min, ...limit, ...item.defaultRequest }
  const filled = (before: object = {}, after: object) => Object.keys(after).length > Object.keys(before).length
  return {
    ...item,
    ...(filled(item.default, limit) && { default: limit }),
    ...(filled(item.defaultRequest, request) && { defaultRequest: request }),
  }
}
