import { exactDecimal, toQuantity } from '../../../api/quantity'
import { virtualMs } from '../../../api/time'
import type { PodMetrics } from '../podmetrics/api'
import { MetricError, type Sample, type Samples } from './calculator'

/** Whole thousandths, rounded up, of amounts finer than that. */
const thousandths = (amount: string): number => Math.ceil(Number(exactDecimal(toQuantity(amount))) * 1000 - 1e-6)

/**
 * Use of a resource by pods, or by one container of each. A pod with a container that has no such metric is left out.
 * Upstream: getPodMetrics, getContainerMetrics of the REST metrics client. Throws MetricError.
 */
export function samplesOf(metrics: readonly PodMetrics[], resource: string, container: string): Samples {
  if (!metrics.length) throw new MetricError('no metrics returned from resource metrics API')
  const samples = new Map<string, Sample>()
  for (const { metadata, containers, timestamp, window } of metrics) {
    const meant = container ? containers.filter(({ name }) => name === container) : containers
    if (container && !meant.length) {
      throw new MetricError(`container ${container} not present in metrics for pod ${metadata.namespace}/${metadata.name}`)
    }
    const amounts = meant.map(({ usage }) => (usage as Readonly<Record<string, string | undefined>>)[resource])
    if (amounts.some((amount) => amount === undefined)) continue
    const value = amounts.reduce((total, amount) => total + thousandths(amount!), 0)
    samples.set(metadata.name, { value, at: virtualMs(timestamp), windowMs: windowMs(window) })
  }
  return samples
}

/** Ms of a duration such as `1m0s` or `15s`. */
function windowMs(window: string): number {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:([\d.]+)s)?$/.exec(window) ?? []
  return (Number(minutes) * 60 + Number(seconds)) * 1000
}
