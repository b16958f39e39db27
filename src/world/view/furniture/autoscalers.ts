import type { Condition } from '../../../api/meta'
import { virtualMs } from '../../../api/time'
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../../../kube/kinds/horizontalpodautoscaler/api'
import { targetsText } from '../../../kube/kinds/horizontalpodautoscaler/api'
import { milli } from '../../../api/quantity'
import type { AutoscalerView } from '../../frame'
import { definePart, type PartReading } from './part'
import { byName } from './selected'

/** What autoscalers see, and the number they arrive at. */
export const autoscalers = definePart<AutoscalerView>({
  kinds: ['HorizontalPodAutoscaler', 'Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'],
  build: (reading) =>
    ([...reading.store.all('HorizontalPodAutoscaler')] as unknown as readonly HorizontalPodAutoscaler[])
      .map((hpa) => autoscalerView(reading, hpa))
      .sort(byName),
})

function autoscalerView({ store, hues }: PartReading, hpa: HorizontalPodAutoscaler): AutoscalerView {
  const { uid, name, namespace = '' } = hpa.metadata
  const { scaleTargetRef: to, minReplicas = 1, maxReplicas, metrics = [] } = hpa.spec
  const { currentReplicas = 0, desiredReplicas, currentMetrics, conditions, lastScaleTime } = hpa.status
  const target = store.get(to.kind, `${namespace}/${to.name}`)
  const telling = tellingCondition(conditions ?? [])
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
    metrics: metrics.map((metric, i) => metricView(metric, currentMetrics?.[i])),
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
