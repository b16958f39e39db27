import type { Condition, KubeObject } from '../../../api/meta'
import { milli } from '../../../api/quantity'
import { virtualMs } from '../../../api/time'
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../../../kube/kinds/horizontalpodautoscaler/api'
import { targetsText } from '../../../kube/kinds/horizontalpodautoscaler/api'
import { computationOf } from '../../../kube/kinds/horizontalpodautoscaler/insight'
import type { Computation, MetricReading } from '../../../kube/kinds/horizontalpodautoscaler/sync'
import type { AutoscalerView, ScalerSum } from '../../frame'
import { definePart, type PartReading } from './part'
import { byName } from './selected'
import { verticalViews } from './verticals'

/** What autoscalers see, and the number they arrive at. */
export const autoscalers = definePart<AutoscalerView>({
  kinds: [
    'HorizontalPodAutoscaler',
    'VerticalPodAutoscaler',
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'ReplicationController',
  ],
  build: (reading) =>
    [
      ...([...reading.store.all('HorizontalPodAutoscaler')] as unknown as readonly HorizontalPodAutoscaler[]).map((hpa) =>
        autoscalerView(reading, hpa),
      ),
      ...verticalViews(reading),
    ].sort(byName),
})

function autoscalerView({ store, hues, sources }: PartReading, hpa: HorizontalPodAutoscaler): AutoscalerView {
  const { uid, name, namespace = '' } = hpa.metadata
  const { scaleTargetRef: to, minReplicas = 1, maxReplicas, metrics = [] } = hpa.spec
  const { currentReplicas = 0, desiredReplicas, currentMetrics, conditions, lastScaleTime } = hpa.status
  const target: KubeObject | undefined = store.get(to.kind, `${namespace}/${to.name}`)
  const telling = tellingCondition(conditions ?? [])
  const computed = computationOf(sources.kernel, `${namespace}/${name}`)
  const sum = computed && sumOf(computed, hpa)
  return {
    uid,
    kind: 'HorizontalPodAutoscaler',
    name,
    namespace,
    hue: target ? hues.of(target) : -1,
    target: target?.metadata.uid ?? '',
    targetName: `${to.kind}/${to.name}`,
    min: minReplicas,
    max: maxReplicas,
    current: currentReplicas,
    desired: desiredReplicas,
    metrics: metrics.map((metric, i) => ({
      ...metricView(metric, currentMetrics?.[i]),
      ...proposalOf(computed?.metrics.find(({ spec }) => spec === metric)),
    })),
    ...(sum && { sum }),
    reason: telling?.reason ?? '',
    message: telling?.message ?? '',
    at: lastScaleTime ? virtualMs(lastScaleTime) : -1,
  }
}

/** The condition that tells most: what fails, then what limits, then what was decided. */
const tellingCondition = (conditions: readonly Condition[]): Condition | undefined =>
  conditions.find(({ type, status }) => (type === 'AbleToScale' || type === 'ScalingActive') && status === 'False') ??
  conditions.find(({ type, status }) => type === 'ScalingLimited' && status === 'True') ??
  conditions.find(({ type }) => type === 'AbleToScale')

const proposalOf = (reading: MetricReading | undefined): Pick<AutoscalerView['metrics'][number], 'proposal' | 'error'> => ({
  ...(reading?.basis && reading.proposal !== undefined && { proposal: { ...reading.basis, size: reading.proposal } }),
  ...(reading?.error !== undefined && { error: reading.error }),
})

/** How long recommendations are remembered is the controller's choice unless the behavior says it; upstream: 300 s down, 0 up. */
function sumOf({ at, current, raw = -1, stabilized = -1, desired, limit }: Computation, hpa: HorizontalPodAutoscaler): ScalerSum {
  const { scaleUp, scaleDown } = hpa.spec.behavior ?? {}
  const window = stabilized < raw ? (scaleUp?.stabilizationWindowSeconds ?? 0) : (scaleDown?.stabilizationWindowSeconds ?? 300)
  return { at, current, raw, steady: stabilized, desired, limit, window }
}

function metricView(spec: MetricSpec, status: MetricStatus | undefined): AutoscalerView['metrics'][number] {
  const [current = '', target = ''] = targetsText([spec], status ? [status] : [])
    .replace(/^[^:]*: /, '')
    .split('/')
  const { name } = { ...(spec.resource ?? spec.containerResource ?? (spec.pods ?? spec.object ?? spec.external)?.metric) } as {
    name: string
  }
  return { name, current, target, share: shareOf(current, target) }
}

/** How current stands to target: 1 is just right, 0 unknown. */
function shareOf(current: string, target: string): number {
  const number = (text: string): number => {
    const bare = text.replace(/ \(avg\)$/, '')
    if (!/^\d/.test(bare)) return 0
    return bare.endsWith('%') ? Number.parseFloat(bare) * 10 : milli(bare)
  }
  const wanted = number(target)
  return wanted === 0 ? 0 : number(current) / wanted
}
