import { ApiError } from '../api/errors'
import {
  controllerOf,
  keyIn,
  keyOf,
  splitKey,
  subjectOf,
  type KindName,
  type KubeObject,
  type ObjectOf,
  type OwnerReference,
} from '../api/meta'
import type { WatchEvent } from '../api/watch'
import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { ComponentContext } from './component'
import type { ControllerContext, ControllerDefinition } from './controller'

interface SavedLoop {
  readonly due: SavedMap<string, number>
  readonly failures: SavedMap<string, number>
}

/** Ms between a wake-up and the look that follows it. */
const REACTION_MS = 40

/**
 * Runs one controller on the agenda: a queue of keys, each at most once in it, with back-off for what failed.
 * A key's look is caused by the event that woke it.
 */
export function runController<K extends KindName>(context: ComponentContext, definition: ControllerDefinition<K>): void {
  const { kernel } = context
  const topic = `controller:${definition.name}`
  const due = new CowMap<string, number>()
  const failures = new CowMap<string, number>()

  kernel.part<SavedLoop>(topic, {
    save: () => ({ due: due.save(), failures: failures.save() }),
    load: (state) => {
      due.load(state.due)
      failures.load(state.failures)
    },
  })

  const enqueue = (key: string, ms: number) => {
    const at = kernel.now + ms
    const already = due.get(key)
    if (already !== undefined && already <= at) return
    due.set(key, at)
    kernel.schedule(ms, topic, key, at)
  }

  const wake = (key: string, about: KubeObject) => {
    if (!due.has(key)) {
      const cause = kernel.record('watch', 'apiserver', topic, about.metadata.uid, subjectOf(about))
      kernel.because(cause, () => enqueue(key, REACTION_MS))
    } else enqueue(key, REACTION_MS)
  }

  const wakeOwner = ({ name }: OwnerReference, object: KubeObject) => {
    wake(keyIn(object.metadata.namespace, name), object)
  }

  const own: ControllerContext = {
    client: context.client,
    get now() {
      return kernel.now
    },
    random: kernel.random(topic),
    record: context.recorder(definition.eventsAs ?? definition.name),
    requeue: enqueue,
  }

  const look = (key: string) => {
    const { namespace, name } = splitKey(key)
    const object = own.client.get(definition.for, name, namespace) as ObjectOf<K> | undefined
    if (object) {
      const again = definition.reconcile(own, object)
      if (again !== undefined) enqueue(key, again)
    } else definition.gone?.(own, key)
    failures.delete(key)
  }

  kernel.on(topic, (key, body) => {
    if (due.get(key) !== body) return
    due.delete(key)
    if (!context.up) return
    try {
      look(key)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const count = failures.get(key) ?? 0
      failures.set(key, count + 1)
      enqueue(key, Math.min(5 * 2 ** count, 1_000_000))
    }
  })

  context.onStart(() => {
    due.clear()
    failures.clear()
  })
  context.watch(definition.for, (event: WatchEvent<ObjectOf<K>>) => {
    if (definition.wakes && event.type !== 'DELETED' && !definition.wakes(event)) return
    wake(keyOf(event.object as KubeObject), event.object as KubeObject)
  })
  for (const kind of definition.owns ?? []) {
    context.watch(kind, (event) => {
      const { object, old } = event as WatchEvent
      const owner = controllerOf(object)
      if (owner?.kind === definition.for) wakeOwner(owner, object)
      // When its controller changed, the one before must hear too.
      if (!old || old.metadata.ownerReferences === object.metadata.ownerReferences) return
      const before = controllerOf(old)
      if (before?.kind === definition.for && before.uid !== owner?.uid) wakeOwner(before, old)
    })
  }
  for (const { kind, keys } of definition.watches ?? []) {
    context.watch(kind, (event) => {
      for (const key of keys(event, own)) wake(key, event.object as KubeObject)
    })
  }
  const { periodic } = definition
  if (periodic) {
    const round = `${topic}/period`
    let generation = 0
    kernel.part<number>(round, { save: () => generation, load: (saved) => (generation = saved) })
    kernel.on(round, (_, body) => {
      if (!context.up || body !== generation) return
      try {
        periodic.run(own)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
      kernel.schedule(periodic.period, round, '', generation)
    })
    context.onStart(() => {
      generation++
      kernel.schedule(periodic.period, round, '', generation)
    })
  }
}
