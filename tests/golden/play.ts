import type { KubeObject } from '../../src/api/meta'
import type { Event } from '../../src/kube/kinds/event/api'
import { createWorld } from '../../src/world/world'
import { factsOf } from './facts'
import { followFakeLoad } from './fakeLoad'
import { Names } from './names'
import { PodSequence } from './podSequence'
import { Rollouts } from './rollouts'
import type { Observed, Scenario } from './scenario'
import { carryOut, settle, type Stage } from './steps'

/** Virtual ms until a new cluster is at rest: nodes Ready, service accounts made. */
const BOOT_MS = 15_000
/** The registry of the recorder had every image at hand. */
const REGISTRY_SPEED = 1_000

/** The recorder's default class: folders of the node's, made as soon as they are claimed. */
const STANDARD = { provisioner: 'kubernetes.io/host-path', volumeBindingMode: 'Immediate' } as const

/** Plays a scenario in a fresh world and tells what was seen, in the recorder's words. */
export function play({ name, namespace, nodes, exclusive, pin = false, steps, endSettle }: Scenario): Observed {
  const world = createWorld({
    seed: 1,
    nodes,
    lifecycle: { grace: 12_000 },
    // Nobody around the recorder's cluster gave out load balancers.
    cloud: { loadBalancers: false },
    standardClass: STANDARD,
    horizontalPodAutoscaler: { syncMs: 3_000, downscaleStabilizationMs: 15_000 },
    metricsWindowMs: 1_000,
  })
  const { server, store } = world.cluster
  const names = new Names(namespace, pin)
  const fresh = new Set<string>()
  world.dispatch({ type: 'registry', speed: REGISTRY_SPEED })
  world.advance(BOOT_MS)
  store.onChange(({ object, type }) => {
    names.note(object)
    if (type !== 'ADDED') return
    if (object.kind === 'Event') fresh.add(object.metadata.uid)
  })
  const rollouts = new Rollouts(store, namespace)
  const sequence = new PodSequence(store, namespace)
  followFakeLoad(world, namespace)
  server.create('you', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  world.advance(world.now + 1_000)
  const stage: Stage = {
    world,
    namespace,
    names,
    snapshots: {},
    steps,
    facts: () => factsOf(store, namespace, names, exclusive, pin),
  }
  const results = steps.map((step, i) => {
    try {
      return carryOut({ ...stage, steps: steps.slice(0, i + 1) }, step)
    } catch (error) {
      throw new Error(`${name}: step ${i} (${step.op}): ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
  })
  if (endSettle) settle(stage, 3, 60)
  const events = [...store.all('Event')].filter((event) => fresh.has(event.metadata.uid)) as Event[]
  const mine = events.filter((event) => isOurs(event, namespace, exclusive))
  return {
    steps: results,
    snapshots: stage.snapshots,
    final: stage.facts(),
    events: set(mine.filter((event) => !isKubelet(event)).map(eventFact)),
    eventMessages: set(
      mine.filter((event) => !isKubelet(event)).map(({ reason = '', message = '' }) => [reason, names.in(message)]),
    ),
    kubeletEvents: set(mine.filter((event) => isKubelet(event) && event.involvedObject.kind !== 'Node').map(eventFact)),
    rollouts: rollouts.result,
    statefulPodSequences: [sequence.seen],
  }
}

const isKubelet = (event: Event) => event.source?.component === 'kubelet'

const isOurs = (event: Event, namespace: string, exclusive: boolean) =>
  event.metadata.namespace === namespace || (exclusive && event.involvedObject.kind === 'Node')

const eventFact = ({ type = '', reason = '', involvedObject, source }: Event & KubeObject) => [
  type,
  reason,
  involvedObject.kind ?? '',
  source?.component ?? '',
]

/** Each once, in order. */
const set = (facts: string[][]) =>
  [...new Set(facts.map((fact) => JSON.stringify(fact)))].sort().map((fact) => JSON.parse(fact) as string[])
