import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { Condition, Draft, KubeObject } from '../../../api/meta'
import { always, condition, list, objectSchema, struct } from '../../../api/schema/schema'

interface Limited {
  readonly nominalConcurrencyShares?: number
  readonly limitResponse?: {
    readonly type?: string
    readonly queuing?: { readonly queues?: number; readonly handSize?: number; readonly queueLengthLimit?: number }
  }
  readonly lendablePercent?: number
  readonly borrowingLimitPercent?: number
}

/** How many requests of one sort the server works on at once. Kept as an object: the server here is never so busy that any has to wait. */
export interface PriorityLevelConfiguration extends KubeObject {
  readonly apiVersion: 'flowcontrol.apiserver.k8s.io/v1'
  readonly kind: 'PriorityLevelConfiguration'
  readonly spec: {
    readonly type: string
    readonly limited?: Limited
    readonly exempt?: { readonly nominalConcurrencyShares?: number; readonly lendablePercent?: number }
  }
  readonly status?: { readonly conditions?: readonly Condition[] }
}

declare module '../../../api/meta' {
  interface KindMap {
    PriorityLevelConfiguration: PriorityLevelConfiguration
  }
}

const queuing = ({ spec }: PriorityLevelConfiguration) => spec.limited?.limitResponse?.queuing
const orNone = (value: number | undefined) => (value === undefined ? '<none>' : String(value))

export default defineKind<PriorityLevelConfiguration>({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  singular: 'prioritylevelconfiguration',
  namespaced: false,
  statusSubresource: true,
  generation: true,
  schema: objectSchema('PriorityLevelConfiguration', {
    spec: always(
      struct('v1.PriorityLevelConfigurationSpec', {
        type: 'string!',
        limited: struct('v1.LimitedPriorityLevelConfiguration', {
          nominalConcurrencyShares: 'int32*',
          limitResponse: always(
            struct('v1.LimitResponse', {
              type: 'string!',
              queuing: struct('v1.QueuingConfiguration', {
                queues: 'int32!',
                handSize: 'int32!',
                queueLengthLimit: 'int32!',
              }),
            }),
          ),
          lendablePercent: 'int32*',
          borrowingLimitPercent: 'int32*',
        }),
        exempt: struct('v1.ExemptPriorityLevelConfiguration', {
          nominalConcurrencyShares: 'int32*',
          lendablePercent: 'int32*',
        }),
      }),
    ),
    status: struct('v1.PriorityLevelConfigurationStatus', {
      conditions: list(condition('v1.PriorityLevelConfigurationCondition')),
    }),
  }),
  defaults,
  validate,
  columns: [
    nameColumn,
    textColumn('Type', ({ spec }) => spec.type),
    textColumn('NominalConcurrencyShares', ({ spec }) => orNone(spec.limited?.nominalConcurrencyShares)),
    textColumn('Queues', (one) => orNone(queuing(one)?.queues)),
    textColumn('HandSize', (one) => orNone(queuing(one)?.handSize)),
    textColumn('QueueLengthLimit', (one) => orNone(queuing(one)?.queueLengthLimit)),
    ageColumn,
  ],
})

/** Rule: SetDefaults_LimitedPriorityLevelConfiguration, SetDefaults_ExemptPriorityLevelConfiguration, SetDefaults_QueuingConfiguration. */
function defaults(draft: Draft<PriorityLevelConfiguration>): Draft<PriorityLevelConfiguration> {
  const { limited, exempt } = draft.spec
  const queues = limited?.limitResponse?.queuing
  return {
    ...draft,
    spec: {
      ...draft.spec,
      ...(limited && {
        limited: {
          nominalConcurrencyShares: 30,
          lendablePercent: 0,
          ...limited,
          ...(queues && {
            limitResponse: {
              ...limited.limitResponse,
              queuing: {
                queues: queues.queues || 64,
                handSize: queues.handSize || 8,
                queueLengthLimit: queues.queueLengthLimit || 50,
              },
            },
          }),
        },
      }),
      ...(exempt && { exempt: { nominalConcurrencyShares: 0, lendablePercent: 0, ...exempt } }),
    },
  }
}

/** Rule: ValidatePriorityLevelConfigurationSpec. */
function validate({ spec }: PriorityLevelConfiguration): FieldError[] {
  const { type, limited, exempt } = spec
  const out: FieldError[] = []
  if (type === 'Exempt') {
    if (limited) out.push(forbidden('spec.limited', 'must be nil if the type is not Limited'))
  } else if (type === 'Limited') {
    if (exempt) out.push(forbidden('spec.exempt', 'must be nil if the type is Limited'))
    if (!limited) out.push(required('spec.limited', 'must not be empty when type is Limited'))
    else validateLimited(limited, out)
  } else out.push(notSupported('spec.type', type, ['Exempt', 'Limited']))
  return out
}

function validateLimited({ nominalConcurrencyShares: shares, limitResponse }: Limited, out: FieldError[]): void {
  const at = 'spec.limited'
  if (shares !== undefined && shares < 0) {
    out.push(invalid(`${at}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'))
  }
  const { type = '', queuing } = limitResponse ?? {}
  if (type === 'Reject') {
    if (queuing) out.push(forbidden(`${at}.limitResponse.queuing`, 'must be nil if limited.limitResponse.type is not Limited'))
  } else if (type === 'Queue') {
    if (!queuing) out.push(required(`${at}.limitResponse.queuing`, 'must not be empty if limited.limitResponse.type is Limited'))
  } else out.push(notSupported(`${at}.limitResponse.type`, type, ['Queue', 'Reject']))
}
