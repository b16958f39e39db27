import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { compileSelector, formatLabelSelector } from '../../../api/labels'
import { keyOf, splitKey, type LabelSelector } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { order } from '../../workload/pods'
import type { Pod } from '../pod/api'
import type { HorizontalPodAutoscaler } from './types'
import { keepComputations } from './insight'
import { NoScale, scaleOf, type Scale } from './scaleTarget'
import { metricSource } from './source'
import type { History } from './stabilize'
import { Refusal, setCondition, sync, type Computation, type HorizontalOptions, type Target } from './sync'

/** Upstream: the flags --horizontal-pod-autoscaler-* of the controller manager. */
const DEFAULTS: HorizontalOptions = {
  syncMs: 15_000,
  downscaleStabilizationMs: 300_000,
  tolerance: 0.1,
  cpuInitializationMs: 300_000,
  initialReadinessMs: 30_000,
}
const TOPIC = 'horizontal-pod-autoscaler'

interface Saved {
  readonly due: SavedMap<string, number>
  readonly histories: SavedMap<string, History>
  readonly selectors: SavedMap<string, LabelSelector>
  readonly computations: SavedMap<string, Computation>
}

/**
 * Looks at every autoscaler once in a sync period, the first time a period after it came, and sizes its target. What it remembers of
 * earlier looks is lost when it restarts. Upstream: HorizontalController.
 */
export function createHorizontalAutoscaler(context: ComponentContext, given: Partial<HorizontalOptions> = {}): void {
  const { kernel, client } = context
  const options = { ...DEFAULTS, ...given }
  const due = new CowMap<string, number>()
  const histories = new CowMap<string, History>()
  const selectors = new CowMap<string, LabelSelector>()
  const computations = new CowMap<string, Computation>()
  keepComputations(kernel, computations)
  kernel.part<Saved>(TOPIC, {
    save: () => ({
      due: due.save(),
      histories: histories.save(),
      selectors: selectors.save(),
      computations: computations.save(),
    }),
    load(saved) {
      due.load(saved.due)
      histories.load(saved.histories)
      selectors.load(saved.selectors)
      computations.load(saved.computations)
    },
  })
  const record = context.recorder(TOPIC)

  const enqueue = (key: string) => {
    if (due.has(key)) return
    const at = kernel.now + options.syncMs
    due.set(key, at)
    kernel.schedule(options.syncMs, TOPIC, key, at)
  }

  const forget = (key: string) => {
    for (const map of [due, histories, selectors, computations]) map.delete(key)
  }

  /** Autoscalers that size some of these pods, `[{web default}]`, as Go prints their keys. */
  const claimants = (namespace: string, pods: readonly Pod[]): string[] =>
    [...selectors]
      .filter(([key, selector]) => {
        if (splitKey(key).namespace !== namespace) return false
        const matches = compileSelector(selector)
        return pods.some(({ metadata }) => matches(metadata.labels))
      })
      .map(([key]) => `{${splitKey(key).name} ${namespace}}`)
      .sort(order)

  const targetOf = (key: string, namespace: string, scale: Scale): Target => ({
    ...scale,
    evaluation() {
      const { selector } = scale
      if (!selector) {
        const missing = "the HPA target's scale is missing a selector"
        throw new Refusal('InvalidSelector', 'SelectorRequired', missing, 'selector is required')
      }
      selectors.set(key, selector)
      const pods = client.list('Pod', { namespace, selector })
      const rivals = selectors.size > 1 ? claimants(namespace, pods) : []
      if (rivals.length > 1) {
        const message = `pods by selector ${formatLabelSelector(selector)} are controlled by multiple HPAs: [${rivals.join(' ')}]`
        throw new Refusal('AmbiguousSelector', 'AmbiguousSelector', message, message)
      }
      return { pods, source: metricSource(client, namespace, selector) }
    },
  })

  const look = (key: string, hpa: HorizontalPodAutoscaler) => {
    let scale: Scale
    try {
      scale = scaleOf(client, hpa)
    } catch (error) {
      if (!(error instanceof NoScale)) throw error
      return noScale(key, hpa, error.message)
    }
    const target = targetOf(key, hpa.metadata.namespace ?? 'default', scale)
    const { status, history, events, computation } = sync(hpa, target, histories.get(key), options, kernel.now)
    histories.set(key, history)
    computations.set(key, computation)
    for (const { type, reason, message } of events) record(hpa, reason, message, type)
    write(hpa, status)
  }

  const noScale = (key: string, hpa: HorizontalPodAutoscaler, message: string) => {
    record(hpa, 'FailedGetScale', message, 'Warning')
    const conditions = setCondition(hpa.status?.conditions ?? [], {
      type: 'AbleToScale',
      status: 'False',
      lastTransitionTime: timestamp(kernel.now),
      reason: 'FailedGetScale',
      message: `the HPA controller was unable to get the target's current scale: ${message}`,
    })
    computations.set(key, { at: kernel.now, current: 0, metrics: [], desired: 0, limit: 'FailedGetScale' })
    write(hpa, { ...hpa.status, desiredReplicas: hpa.status?.desiredReplicas ?? 0, conditions })
  }

  const write = (hpa: HorizontalPodAutoscaler, status: HorizontalPodAutoscaler['status']) => {
    if (!same(status, hpa.status)) client.updateStatus<HorizontalPodAutoscaler>({ ...hpa, status })
  }

  kernel.on(TOPIC, (key, body) => {
    if (due.get(key) !== body) return
    due.delete(key)
    if (!context.up) return
    const { namespace, name } = splitKey(key)
    try {
      const hpa = client.get('HorizontalPodAutoscaler', name, namespace)
      if (!hpa) return forget(key)
      if (!hpa.metadata.deletionTimestamp) look(key, hpa)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
    enqueue(key)
  })

  context.onStart(() => {
    for (const map of [due, histories, selectors]) map.clear()
  })
  context.watch('HorizontalPodAutoscaler', ({ type, object }) => {
    if (type === 'DELETED') forget(keyOf(object))
    else enqueue(keyOf(object))
  })
}
