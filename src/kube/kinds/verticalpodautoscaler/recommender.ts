import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { keyOf, type Condition } from '../../../api/meta'
import { canonicalQuantity, formatMilli } from '../../../api/quantity'
import { timestamp } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import type { Pod } from '../pod/api'
import type { PodMetrics } from '../podmetrics/api'
import { UNKNOWN, type Aggregate } from './aggregate'
import { checkpointOf } from './checkpoint'
import { measure, UNSEEN, type Watched } from './measure'
import { capped, controlled, policyFor } from './policy'
import { recommend, type Amounts } from './recommend'
import { missingTarget, selectorOf } from './target'
import { everyRound } from './rounds'
import type { ContainerRecommendation, VerticalPodAutoscaler } from './types'

const TOPIC = 'vpa-recommender'
const SEPARATOR = '\n'

type Saved = readonly [SavedMap<string, ReadonlyMap<string, Aggregate>>, SavedMap<string, Watched>]

/** Once a minute measures the containers of every target and says what they should request. Upstream: the recommender's RunOnce. */
export function createRecommender(context: ComponentContext, periodMs: number): void {
  const { kernel, client } = context
  /** By autoscaler, then container. */
  const aggregates = new CowMap<string, ReadonlyMap<string, Aggregate>>()
  /** By pod's uid and container. */
  const watched = new CowMap<string, Watched>()
  kernel.part<Saved>(TOPIC, {
    save: () => [aggregates.save(), watched.save()],
    load([a, b]) {
      aggregates.load(a)
      watched.load(b)
    },
  })

  const learn = (key: string, pods: readonly Pod[], metrics: ReadonlyMap<string, PodMetrics>) => {
    const known = new Map(aggregates.get(key))
    for (const pod of pods) {
      for (const { name } of pod.spec.containers) {
        const id = `${pod.metadata.uid}${SEPARATOR}${name}`
        const before = { aggregate: known.get(name) ?? UNKNOWN, watched: watched.get(id) ?? UNSEEN }
        const after = measure(pod, name, metrics.get(pod.metadata.name), before)
        known.set(name, after.aggregate)
        if (after.watched !== before.watched) watched.set(id, after.watched)
      }
    }
    // What no pod has any more is not asked about.
    const present = new Set(pods.flatMap(({ spec }) => spec.containers.map(({ name }) => name)))
    if (present.size) for (const name of [...known.keys()]) if (!present.has(name)) known.delete(name)
    aggregates.set(key, known)
    return known
  }

  const look = (vpa: VerticalPodAutoscaler) => {
    const { targetRef } = vpa.spec
    const { namespace = 'default' } = vpa.metadata
    const target = client.getAny(targetRef.kind, targetRef.name, namespace)
    const selector = target && selectorOf(target)
    if (!selector) return write(vpa, undefined, [problem('ConfigUnsupported', '', missingTarget(vpa))])
    const pods = client.list('Pod', { namespace, selector })
    const metrics = new Map(client.list('PodMetrics', { namespace, selector }).map((each) => [each.metadata.name, each]))
    const known = learn(keyOf(vpa), pods, metrics)
    const wanted = new Map([...known].filter(([name]) => policyFor(vpa, name)?.mode !== 'Off'))
    const nobody = pods.length ? [] : [problem('NoPodsMatched', 'NoPodsMatched', 'No pods match this VPA object')]
    // Of what nobody has measured yet nothing is said; a kill for want of memory says enough.
    if (![...wanted.values()].some(({ samples, memory }) => samples > 0 || memory.total > 0)) return write(vpa, undefined, nobody)
    const bounds = recommend(wanted)
    const containers = [...bounds].map(([name, { target: goal, lowerBound, upperBound }]): ContainerRecommendation => {
      const policy = policyFor(vpa, name)
      const resources = controlled(policy)
      const text = (amounts: Amounts) => textOf(amounts, resources)
      return {
        containerName: name,
        lowerBound: capped(text(lowerBound), policy),
        target: capped(text(goal), policy),
        uncappedTarget: text(goal),
        upperBound: capped(text(upperBound), policy),
      }
    })
    for (const [name, aggregate] of wanted) store(vpa, name, aggregate)
    write(vpa, containers, nobody)
  }

  const problem = (type: string, reason: string, message: string): Condition => ({
    type,
    status: 'True',
    lastTransitionTime: timestamp(kernel.now),
    ...(reason && { reason }),
    message,
  })

  const write = (
    vpa: VerticalPodAutoscaler,
    containers: readonly ContainerRecommendation[] | undefined,
    problems: readonly Condition[],
  ) => {
    const kept = containers ?? vpa.status?.recommendation?.containerRecommendations
    const verdict: Condition = {
      type: 'RecommendationProvided',
      status: kept ? 'True' : 'False',
      lastTransitionTime: timestamp(kernel.now),
    }
    const conditions = [...problems, verdict].map((condition) => {
      const old = vpa.status?.conditions?.find(({ type }) => type === condition.type)
      return old?.status === condition.status ? { ...condition, lastTransitionTime: old.lastTransitionTime } : condition
    })
    const status = { ...(kept && { recommendation: { containerRecommendations: kept } }), conditions }
    if (!same(status, vpa.status)) client.updateStatus<VerticalPodAutoscaler>({ ...vpa, status } as VerticalPodAutoscaler)
  }

  const store = (vpa: VerticalPodAutoscaler, container: string, aggregate: Aggregate) => {
    const draft = checkpointOf(vpa, container, aggregate, kernel.now)
    const old = client.get('VerticalPodAutoscalerCheckpoint', draft.metadata.name!, vpa.metadata.namespace)
    if (!old) client.create(draft)
    else if (old.status?.totalSamplesCount !== draft.status?.totalSamplesCount) client.update({ ...old, status: draft.status! })
  }

  const forget = (key: string) => {
    aggregates.delete(key)
    const [namespace = '', name = ''] = key.split('/')
    for (const each of client.list('VerticalPodAutoscalerCheckpoint', { namespace })) {
      if (each.spec.vpaObjectName === name) client.delete('VerticalPodAutoscalerCheckpoint', each)
    }
  }

  everyRound(context, TOPIC, periodMs, (vpas) => {
    const present = new Set(vpas.map(keyOf))
    for (const key of [...aggregates.keys()]) if (!present.has(key)) tryTo(() => forget(key))
    for (const vpa of vpas) tryTo(() => look(vpa))
  })

  context.watch('Pod', ({ type, object }) => {
    if (type === 'DELETED' && watched.size) {
      for (const { name } of object.spec.containers) watched.delete(`${object.metadata.uid}${SEPARATOR}${name}`)
    }
  })
}

/** What one autoscaler cannot be given must not keep the others waiting. */
function tryTo(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

/** As the recommender writes amounts: `25m`, `262144k`. */
function textOf({ cpu, memory }: Amounts, resources: readonly string[]) {
  return {
    ...(resources.includes('cpu') && { cpu: formatMilli(cpu) }),
    ...(resources.includes('memory') && { memory: canonicalQuantity(memory) }),
  }
}
