import type { Draft } from '../../../api/meta'
import { fill, replace } from '../pod/api'
import type { HorizontalPodAutoscaler, MetricSpec, ScalingPolicy, ScalingRules } from './types'

const pods = (value: number): ScalingPolicy => ({ type: 'Pods', value, periodSeconds: 15 })
const percent = (value: number): ScalingPolicy => ({ type: 'Percent', value, periodSeconds: 15 })

const cpu80: readonly MetricSpec[] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
]

/** Rule: GenerateHPAScaleUpRules. */
export const scaleUpRules = (given: ScalingRules | undefined): ScalingRules => ({
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [pods(4), percent(100)],
  ...given,
})

/** Rule: GenerateHPAScaleDownRules. The window stays open: the controller's own holds unless one is set. */
export const scaleDownRules = (given: ScalingRules | undefined): ScalingRules => ({
  selectPolicy: 'Max',
  policies: [percent(100)],
  ...given,
})

/** Fills an autoscaler. Rules: SetDefaults_HorizontalPodAutoscaler and its behavior's of autoscaling/v2. */
export function defaultHorizontalPodAutoscaler(hpa: Draft<HorizontalPodAutoscaler>): Draft<HorizontalPodAutoscaler> {
  if (!hpa.spec) return hpa
  const filled = fill(hpa.spec, { minReplicas: 1 })
  const withMetrics = filled.metrics?.length ? filled : { ...filled, metrics: cpu80 }
  const { behavior } = withMetrics
  if (!behavior || isWhole(behavior)) return replace(hpa, { spec: withMetrics })
  const rules = { scaleUp: scaleUpRules(behavior.scaleUp), scaleDown: scaleDownRules(behavior.scaleDown) }
  return replace(hpa, { spec: replace(withMetrics, { behavior: rules }) })
}

const isWhole = ({ scaleUp, scaleDown }: { scaleUp?: ScalingRules; scaleDown?: ScalingRules }) =>
  [scaleUp, scaleDown].every((rules) => rules?.selectPolicy !== undefined && rules.policies !== undefined) &&
  scaleUp?.stabilizationWindowSeconds !== undefined

/** A new autoscaler knows nothing yet. Rule: autoscalerStrategy.PrepareForCreate. */
export const prepareHorizontalPodAutoscaler = (hpa: Draft<HorizontalPodAutoscaler>): Draft<HorizontalPodAutoscaler> => ({
  ...hpa,
  status: { desiredReplicas: 0, currentMetrics: null, conditions: null },
})
