import type { ListOptions } from '../../api/client'
import { listObjects } from '../../api/listing'
import type { KubeObject } from '../../api/meta'
import { isQuantity } from '../../api/quantity'
import type { Store } from '../../api/store'
import { timestamp } from '../../api/time'
import type { ConfigMap } from '../kinds/configmap/api'
import type { Pod } from '../kinds/pod/api'
import type { ExternalMetricValue, MetricValue } from './types'

/*
 * What a metrics adapter would tell of this cluster:
 *
 * | of                    | metric                                              | value                                        |
 * |-----------------------|-----------------------------------------------------|----------------------------------------------|
 * | a pod                 | http_requests_per_second, http_requests             | requests that came to it through Services    |
 * | a Service             | requests-per-second, http_requests_per_second       | requests that were sent to it                |
 * | an Ingress            | requests-per-second                                 | the sum of the Services behind it            |
 * | nothing in particular | keys of the namespace's ConfigMap `external-metrics` | what stands there, with the map's own labels |
 *
 * Rates are means over the last full 15 s.
 */
const POD_METRICS = ['http_requests_per_second', 'http_requests']
const SERVICE_METRICS = ['requests-per-second', 'http_requests_per_second']
const INGRESS_METRIC = 'requests-per-second'
const EXTERNAL = 'external-metrics'
const WINDOW_SECONDS = 15

/** Requests per second of a Service or a pod, by uid. */
export interface Rates {
  rateOf(uid: string): number
}

interface IngressLike extends KubeObject {
  readonly spec?: {
    readonly defaultBackend?: Backend
    readonly rules?: readonly { readonly http?: { readonly paths?: readonly { readonly backend?: Backend }[] } }[]
  }
}
interface Backend {
  readonly service?: { readonly name: string }
}

/** The adapter: tells rates of traffic, worked out when somebody asks. */
export function createCustomMetrics(store: Store, rates: Rates, now: () => number) {
  const of = (object: KubeObject, metric: string, value: number): MetricValue => {
    const { kind, apiVersion, metadata } = object
    const { name, namespace = '', labels } = metadata
    const time = timestamp(Math.floor(now() / (WINDOW_SECONDS * 1000)) * WINDOW_SECONDS * 1000)
    return {
      apiVersion: 'custom.metrics.k8s.io/v1beta2',
      kind: 'MetricValue',
      metadata: {
        name: `${kind.toLowerCase()}.${name}.${metric}`,
        namespace,
        ...(labels && { labels }),
        uid: '',
        resourceVersion: '',
        creationTimestamp: time,
      },
      describedObject: { kind, namespace, name, apiVersion },
      metric: { name: metric },
      timestamp: time,
      windowSeconds: WINDOW_SECONDS,
      value: `${Math.round(value * 1000)}m`,
    }
  }
  const rate = ({ metadata }: KubeObject) => rates.rateOf(metadata.uid)
  const behind = (ingress: IngressLike): number => {
    const { defaultBackend, rules = [] } = ingress.spec ?? {}
    const backends = [defaultBackend, ...rules.flatMap(({ http }) => http?.paths?.map(({ backend }) => backend) ?? [])]
    const names = new Set(backends.flatMap((backend) => backend?.service?.name ?? []))
    const services = [...names].map((name) => store.get('Service', `${ingress.metadata.namespace}/${name}`))
    return services.reduce((total, service) => total + (service ? rate(service) : 0), 0)
  }

  return {
    /** Every metric of every object asked for. */
    values({ namespace, selector, labels }: ListOptions): readonly MetricValue[] {
      const asked = { ...(namespace && { namespace }), ...(selector && { selector }), ...(labels && { labels }) }
      const running = (listObjects(store, 'Pod', asked) as Pod[]).filter((pod) => pod.status?.phase === 'Running')
      return [
        ...running.flatMap((pod) => POD_METRICS.map((metric) => of(pod, metric, rate(pod)))),
        ...listObjects(store, 'Service', asked).flatMap((service) =>
          SERVICE_METRICS.map((metric) => of(service, metric, rate(service))),
        ),
        ...listObjects(store, 'Ingress', asked).map((ingress) => of(ingress, INGRESS_METRIC, behind(ingress as IngressLike))),
      ]
    },
    /** What people wrote into the namespace's ConfigMap `external-metrics`. */
    external({ namespace = 'default' }: ListOptions): readonly ExternalMetricValue[] {
      const map = store.get('ConfigMap', `${namespace}/${EXTERNAL}`) as ConfigMap | undefined
      const time = timestamp(now())
      return Object.entries(map?.data ?? {}).flatMap(([metricName, text]) => {
        const value = text.trim()
        if (!isQuantity(value)) return []
        return {
          apiVersion: 'external.metrics.k8s.io/v1beta1' as const,
          kind: 'ExternalMetricValue' as const,
          metadata: { name: metricName, namespace, uid: '', resourceVersion: '', creationTimestamp: time },
          metricName,
          metricLabels: map?.metadata.labels ?? {},
          timestamp: time,
          value,
        }
      })
    },
  }
}
