import { ApiError } from '../../src/api/errors'
import type { Condition, KubeObject } from '../../src/api/meta'
import { EPOCH_MS } from '../../src/api/time'
import { serverClient } from '../../src/api/serverClient'
import { kubectl } from '../../src/cli/kubectl/kubectl'
import type { World } from '../../src/world/world'
import type { Facts } from './fact'
import { quietNow } from './forgive'
import type { Names } from './names'
import type { Answer, Step, StepResult } from './scenario'

/** What the steps of one scenario act on. */
export interface Stage {
  readonly world: World
  readonly namespace: string
  readonly names: Names
  readonly snapshots: Record<string, Facts>
  /** All that was done so far, for what a current version does in another time. */
  readonly steps: readonly Step[]
  facts(): Facts
}

/** How often a stage is looked at while something is waited for, virtual ms. */
const LOOK_MS = 100
/** kubectl is a process: it takes a moment to start. */
const KUBECTL_MS = 200
/** Most virtual seconds for waits that name none. */
const PATIENCE = 60

const YOU = 'you'

/** Carries out one step and says what became of it. Throws Error for an op nobody knows. */
export function carryOut(stage: Stage, step: Step): StepResult {
  const { world, namespace } = stage
  const { server } = world.cluster
  const name = step.name ?? namespace
  const ref = { metadata: { name, ...(server.registry.get(step.kind ?? '')?.namespaced && { namespace }) } }
  switch (step.op) {
    case 'apply':
      return { responses: step.objects!.map((object) => apply(stage, object)) }
    case 'create':
      return { responses: step.objects!.map((object) => create(stage, object)) }
    case 'kubectl':
      return runKubectl(stage, step.args!)
    case 'patch':
      return answer(stage, 200, () => server.patch(YOU, step.kind!, ref, step.type!, step.body, step.subresource))
    case 'scale':
      return answer(stage, 200, () => server.scale(YOU, step.kind!, ref, step.replicas!))
    case 'delete':
      return answer(stage, 200, () => server.delete(YOU, step.kind!, ref, optionsOf(step)))
    case 'deletePods':
      return each(stage, step, (pod) => answer(stage, 200, () => server.delete(YOU, 'Pod', pod, optionsOf(step))))
    case 'evict':
      return each(stage, step, (pod) => answer(stage, 201, () => serverClient(server, YOU).evict(pod)))
    case 'labelPods': {
      const body = { metadata: { labels: step.labels } }
      return each(stage, step, (pod) => answer(stage, 200, () => server.patch(YOU, 'Pod', pod, 'merge', body)))
    }
    case 'stopNode':
      world.dispatch({ type: 'cut', node: step.node! })
      return null
    case 'startNode':
      world.dispatch({ type: 'mend', node: step.node! })
      return null
    case 'addNodes':
      for (let number = 1; number <= step.count!; number++) {
        if (!world.cluster.hasMachine(`node-${number}`)) world.dispatch({ type: 'add-node', name: `node-${number}` })
      }
      return null
    case 'alignMinute':
      world.advance(world.now + ((60_000 + step.second! * 1000 - ((EPOCH_MS + world.now) % 60_000)) % 60_000))
      return null
    case 'sleep':
      world.advance(world.now + step.seconds! * 1000)
      return null
    case 'settle':
      return { settled: settle(stage, step.quiet!, step.max!) }
    case 'waitFor':
      return { ok: waitUntil(world, step.max ?? PATIENCE, () => isThere(stage, step, ref)) }
    case 'snapshot':
      stage.snapshots[step.as!] = stage.facts()
      return null
    default:
      throw new Error(`unknown step: ${step.op}`)
  }
}

/** Waits until the facts have not changed for `quiet` seconds, at most `max`. */
export function settle({ world, facts, steps }: Stage, quiet: number, max: number): boolean {
  const rest = quietNow(steps, quiet) * 1000
  const end = world.now + max * 1000
  let last = JSON.stringify(facts())
  let since = world.now
  while (world.now < end) {
    world.advance(world.now + LOOK_MS)
    const now = JSON.stringify(facts())
    if (now !== last) {
      last = now
      since = world.now
    } else if (world.now - since >= rest) return true
  }
  return false
}

function waitUntil(world: World, seconds: number, done: () => boolean): boolean {
  const end = world.now + seconds * 1000
  while (!done()) {
    if (world.now >= end) return false
    world.advance(world.now + LOOK_MS)
  }
  return true
}

function isThere({ world }: Stage, step: Step, { metadata }: { metadata: { name: string; namespace?: string } }): boolean {
  const object = world.cluster.server.read(YOU, step.kind!, metadata.name, metadata.namespace)
  if (step.absent) return object === undefined
  if (!object) return false
  if (step.condition) {
    const { conditions = [] } = (object as { status?: { conditions?: readonly Condition[] } }).status ?? {}
    return conditions.some(({ type, status }) => type === step.condition && status === step.status)
  }
  const value = step
    .path!.split('.')
    .reduce<unknown>((inner, field) => (inner as Record<string, unknown> | undefined)?.[field], object)
  return step.atLeast === undefined ? JSON.stringify(value) === JSON.stringify(step.equals) : Number(value ?? 0) >= step.atLeast
}

const optionsOf = ({ propagationPolicy, gracePeriodSeconds }: Step) => ({
  ...(propagationPolicy && { propagationPolicy }),
  ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
})

/** The first pods by name that match and are not on their way out. */
function pods({ world, namespace }: Stage, { selector, count }: Step): readonly KubeObject[] {
  const found = serverClient(world.cluster.server, YOU).list('Pod', { namespace, labels: selector! })
  const staying = found.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  return [...staying].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).slice(0, count)
}

/** Does the same to one pod after another, with a pause between them when the step names one. */
function each(stage: Stage, step: Step, act: (pod: KubeObject) => Answer): StepResult {
  const { world } = stage
  const responses = pods(stage, step).map((pod, i) => {
    if (i > 0 && step.pause) world.advance(world.now + step.pause * 1000)
    return act(pod)
  })
  return { responses }
}

function placed({ world, namespace }: Stage, object: KubeObject): KubeObject {
  if (!world.cluster.server.registry.get(object.kind)?.namespaced || object.metadata.namespace) return object
  return { ...object, metadata: { ...object.metadata, namespace } }
}

function create(stage: Stage, object: KubeObject): Answer {
  const { server } = stage.world.cluster
  const placedObject = placed(stage, object)
  return answer(stage, 201, () => server.create(YOU, server.decode(object.kind, placedObject) as unknown as KubeObject))
}

function apply(stage: Stage, object: KubeObject): Answer {
  const created = create(stage, object)
  if (created.code !== 409) return created
  return answer(stage, 200, () =>
    stage.world.cluster.server.patch(YOU, object.kind, placed(stage, object), 'merge', placed(stage, object)),
  )
}

function answer({ names }: Stage, success: number, ask: () => unknown): Answer {
  try {
    ask()
    return { code: success }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { code: error.code, reason: error.reason, message: names.in(error.message) }
  }
}

/** The set of lines that kubectl prints, and its exit code. */
function runKubectl({ world, namespace, names }: Stage, args: readonly string[]): StepResult {
  const { server } = world.cluster
  const printed = { out: new Set<string>(), err: new Set<string>() }
  const shell = {
    client: serverClient(server, YOU),
    kinds: server.registry,
    namespace,
    get now() {
      return world.now
    },
    out: (line: string) => void printed.out.add(names.in(line, true)),
    err: (line: string) => void printed.err.add(names.in(line, true)),
  }
  world.advance(world.now + KUBECTL_MS)
  const running = kubectl(shell, args)
  let next = running.next()
  while (!next.done) {
    world.advance(world.now + next.value)
    next = running.next()
  }
  const lines = (of: Set<string>) => [...of].filter((line) => line !== '').sort()
  return { exit: next.value, stdout: lines(printed.out), stderr: lines(printed.err) }
}
