import { ApiError } from '../../../src/api/errors'
import type { KubeObject } from '../../../src/api/meta'
import { virtualMs } from '../../../src/api/time'
import { formatQuantity } from '../../../src/api/quantity'
import type { ResourceQuota, ScopeRequirement } from '../../../src/kube/kinds/resourcequota/api'
import { charged, type LimitedResource } from '../../../src/kube/quota/check'
import { evaluatorOf } from '../../../src/kube/quota/evaluators'
import { defineAdapter, same } from '../adapter'
import { kindOf } from '../kinds'

interface Usage {
  op: 'usage'
  object: KubeObject
}
interface Admission {
  op: 'admission'
  object: KubeObject
  oldObject?: KubeObject
  operation: 'CREATE' | 'UPDATE'
  quotas: ResourceQuota[]
  limitedResources?: LimitedResource[]
}
interface Answer {
  allowed: boolean
  error?: string
  used?: Record<string, Readonly<Record<string, string>> | undefined>
}
type Out = { usage: Record<string, string> } | Answer | { anyOf: Answer[] }

/** When the vectors were recorded: pods that were deleted then are within their grace. */
const RECORDED = virtualMs('2026-11-20T15:22:11Z')

/** The scopes that the recorded tables limit; which of them a case limits was lost in its vector. */
const SCOPES: ScopeRequirement[] = [
  { scopeName: 'BestEffort', operator: 'Exists' },
  { scopeName: 'PriorityClass', operator: 'Exists' },
  { scopeName: 'PriorityClass', operator: 'In', values: ['cluster-services'] },
]

export default defineAdapter<Usage | Admission, Out>({
  ops: ['usage', 'admission'],
  run(input) {
    const kind = kindOf(input.object.kind)
    if (input.op === 'usage') {
      const usage = evaluatorOf(kind).usage(input.object, RECORDED)
      return { usage: Object.fromEntries([...usage].map(([name, value]) => [name, formatQuantity(value)])) }
    }
    const limited = (input.limitedResources ?? []).map((one) => ({ ...one, apiGroup: kind.group, resource: kind.plural }))
    if (limited.every(({ matchContains }) => !matchContains?.length) && limited.length) {
      return { anyOf: subsets(SCOPES).map((matchScopes) => admit(input, [{ ...limited[0]!, matchScopes }])) }
    }
    return admit(input, limited)
  },
  equal: (expected, got) => ('anyOf' in got ? got.anyOf.some((one) => same(expected, one)) : same(expected, got)),
})

const subsets = <T>(all: T[]): T[][] => all.reduce<T[][]>((sets, one) => sets.flatMap((set) => [set, [...set, one]]), [[]])

function admit({ object, oldObject, operation, quotas }: Admission, limited: readonly LimitedResource[]): Answer {
  const kind = kindOf(object.kind)
  const old = operation === 'UPDATE' ? oldObject : undefined
  try {
    const changed = charged({ kind, object, old, quotas, limited, now: RECORDED })
    // What was counted nothing against is told too, as it was.
    const after = quotas.map((quota) => changed.find(({ metadata }) => metadata.name === quota.metadata.name) ?? quota)
    const counted = after.filter(({ status }) => status?.used)
    return { allowed: true, used: Object.fromEntries(counted.map(({ metadata, status }) => [metadata.name, status?.used])) }
  } catch (error) {
    if (error instanceof ApiError) return { allowed: false, error: error.message }
    throw error
  }
}
