import type { Client } from '../../../api/client'
import { matchLabels } from '../../../api/labels'
import type { LabelSelector } from '../../../api/meta'
import { exactDecimal, toQuantity } from '../../../api/quantity'
import { virtualMs } from '../../../api/time'
import { MetricError, type Sample } from './calculator'
import { selectorText, type MetricSource } from './evaluate'
import { samplesOf } from './samples'
import type { ScaleTargetRef } from './types'

const milliOf = (amount: string) => Math.ceil(Number(exactDecimal(toQuantity(amount))) * 1000 - 1e-6)

/** Metrics of the pods that a selector finds in a namespace, through the three metrics APIs. */
export function metricSource(client: Client, namespace: string, selector: LabelSelector): MetricSource {
  return {
    resource: (resource, container) => samplesOf(client.list('PodMetrics', { namespace, selector }), resource, container),
    pods(metric) {
      const values = client
        .list('MetricValue', { namespace, selector })
        .filter(({ describedObject, metric: { name } }) => describedObject.kind === 'Pod' && name === metric)
      if (!values.length) throw unknownMetric(metric, 'pods')
      return new Map(
        values.map(({ describedObject, timestamp, windowSeconds, value }): [string, Sample] => [
          describedObject.name,
          { value: milliOf(value), at: virtualMs(timestamp), windowMs: windowSeconds * 1000 },
        ]),
      )
    },
    object(metric, { kind, name }) {
      const found = client
        .list('MetricValue', { namespace })
        .find(
          (value) => value.describedObject.kind === kind && value.describedObject.name === name && value.metric.name === metric,
        )
      if (!found) throw objectError(metric, namespace, { kind, name })
      return milliOf(found.value)
    },
    external(metric, wanted) {
      const labels = wanted?.matchLabels ?? {}
      const values = client
        .list('ExternalMetricValue', { namespace })
        .filter(({ metricName, metricLabels }) => metricName === metric && matchLabels(labels, metricLabels))
      if (!values.length) {
        throw new MetricError(
          `unable to get external metric ${namespace}/${metric}/${selectorText(wanted)}: no metrics returned from external metrics API`,
        )
      }
      return values.map(({ value }) => milliOf(value))
    },
  }
}

const fetching = 'unable to fetch metrics from custom metrics API'

const unknownMetric = (metric: string, of: string) =>
  new MetricError(`${fetching}: the server could not find the metric ${metric} for ${of}`)

function objectError(metric: string, namespace: string, { kind, name }: ScaleTargetRef): MetricError {
  const resource = `${kind.toLowerCase()}${kind === 'Ingress' ? 'es' : 's'}${kind === 'Ingress' ? '.networking.k8s.io' : ''}`
  const why = unknownMetric(metric, `${resource} ${name}`).message
  return new MetricError(`unable to get metric ${metric}: ${kind} on ${namespace} ${name}/${why}`)
}
