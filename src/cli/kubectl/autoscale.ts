import type { Draft } from '../../api/meta'
import { isQuantity } from '../../api/quantity'
import { apiVersionOf } from '../../api/kind'
import type { HorizontalPodAutoscaler, MetricSpec } from '../../kube/kinds/horizontalpodautoscaler/api'
import { integer, parseFlags } from './flags'
import { objects, typeOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl autoscale`: makes a HorizontalPodAutoscaler for something that can be scaled. */
export function* autoscale(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags('autoscale', words, {
    min: 'text',
    max: 'text',
    cpu: 'text',
    memory: 'text',
    'cpu-percent': 'text',
    name: 'text',
    'dry-run': 'text',
  })
  const min = integer(flags, 'min') ?? -1
  const max = integer(flags, 'max') ?? -1
  if (max < 1) throw new UsageError(`error: --max=MAXPODS is required and must be at least 1, max: ${max}`)
  if (max < min) {
    throw new UsageError(`error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`)
  }
  const percent = integer(flags, 'cpu-percent')
  if (percent !== undefined) {
    if (flags.has('cpu')) throw new UsageError('error: --cpu-percent and --cpu are mutually exclusive')
    shell.err(
      "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    )
  }
  const cpu = percent !== undefined && percent > 0 ? `${percent}%` : flags.get('cpu')
  const metrics = [metric('cpu', cpu), metric('memory', flags.get('memory'))].flatMap((each) => each ?? [])
  const namespace = flags.get('namespace') ?? shell.namespace
  const own = shell.kinds.get('HorizontalPodAutoscaler')!
  for (const { kind, object } of objects(shell, named, namespace, flags)) {
    if (!kind.scaleSubresource) {
      throw new UsageError(
        `error: cannot autoscale a ${kind.kind}: no kind "${kind.kind}" is registered for the internal version of group "autoscaling"`,
      )
    }
    const name = flags.get('name') ?? object.metadata.name
    const draft = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name, namespace },
      spec: {
        scaleTargetRef: { apiVersion: apiVersionOf(kind), kind: kind.kind, name: object.metadata.name },
        ...(min > 0 && { minReplicas: min }),
        maxReplicas: max,
        ...(metrics.length > 0 && { metrics }),
      },
    } as unknown as Draft<HorizontalPodAutoscaler>
    const dry = flags.get('dry-run')
    if (dry === undefined || dry === 'none') shell.client.create(draft)
    shell.out(`${typeOf(own)}/${name} autoscaled${dry && dry !== 'none' ? ` (${dry === 'server' ? 'server ' : ''}dry run)` : ''}`)
  }
  return 0
}

/** `70%` of the request, or an amount for each pod. Throws UsageError. */
function metric(name: 'cpu' | 'memory', text: string | undefined): MetricSpec | undefined {
  if (!text) return undefined
  const share = /^(\d+)%$/.exec(text)
  if (share) {
    const target = { type: 'Utilization' as const, averageUtilization: Number(share[1]) }
    return { type: 'Resource', resource: { name, target } }
  }
  if (!isQuantity(text)) throw new UsageError(`error: invalid resource metric format: ${text}`)
  return { type: 'Resource', resource: { name, target: { type: 'AverageValue', averageValue: text } } }
}
