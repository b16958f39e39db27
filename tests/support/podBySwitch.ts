import { CowMap } from '../../src/kernel/cowMap'
import type { Kernel } from '../../src/kernel/kernel'
import type { PodContext, PodEvent } from '../../src/kube/kubelet/pod.machine'

/** What the pod machine asks for, as effects. */
export type PodEffects = Readonly<
  Record<
    'mount' | 'connect' | 'initialize' | 'startContainers' | 'stopContainers' | 'lose' | 'settle' | 'release',
    (id: string) => void
  >
>

type State =
  | 'mounting'
  | 'waitingForVolumes'
  | 'sandbox'
  | 'initializing'
  | 'running.notReady'
  | 'running.ready'
  | 'terminating'
  | 'succeeded'
  | 'failed'
  | 'lost'
  | 'gone'

interface Way {
  readonly at: number
  readonly state: State
  readonly before: Way | undefined
  readonly length: number
}

interface Instance {
  readonly state: State
  readonly context: PodContext
  readonly version: number
  readonly way: Way
}

/**
 * The pod machine as a person would write it, with the duties of the compiled one: immutable instances in a map that keyframes can share,
 * delays on the agenda that die with their state, the way remembered. The measure for what the table may cost.
 */
export function podBySwitch(kernel: Kernel, topic: string, effects: PodEffects) {
  const instances = new CowMap<string, Instance>()
  let versions = 0
  kernel.part(topic, { save: () => instances.save(), load: (saved) => instances.load(saved) })

  const enter = (id: string, old: Instance, state: State, context = old.context): void => {
    const version = ++versions
    instances.set(id, { state, context, version, way: remember(kernel.now, state, old.way) })
    switch (state) {
      case 'mounting':
        return effects.mount(id)
      case 'waitingForVolumes':
        return kernel.schedule(Math.round(Math.min(500 * 2 ** (context.tries - 1), 122_000)), topic, id, version)
      case 'sandbox':
        return kernel.schedule(Math.round(context.sandboxMs), topic, id, version)
      case 'initializing':
        effects.connect(id)
        return effects.initialize(id)
      case 'terminating':
        return effects.stopContainers(id)
      case 'succeeded':
      case 'failed':
        return effects.settle(id)
      case 'lost':
        return effects.lose(id)
      case 'gone':
        return effects.release(id)
    }
  }

  const send = (id: string, event: PodEvent): boolean => {
    const instance = instances.get(id)
    if (!instance) return false
    const go = (state: State, context?: PodContext): boolean => {
      enter(id, instance, state, context)
      return true
    }
    const { state, context } = instance
    const { type } = event
    switch (state) {
      case 'mounting':
        if (type === 'MOUNTED') return go('sandbox')
        if (type === 'MOUNT_FAILED') return go('waitingForVolumes', { ...context, tries: context.tries + 1 })
        break
      case 'waitingForVolumes':
      case 'sandbox':
        break
      case 'initializing':
        if (type === 'INITIALIZED') {
          go('running.notReady')
          effects.startContainers(id)
          return true
        }
        if (type === 'FAILED') return go('failed')
        break
      case 'running.notReady':
      case 'running.ready':
        if (state === 'running.notReady' ? type === 'READY' : type === 'UNREADY')
          return go(state === 'running.ready' ? 'running.notReady' : 'running.ready')
        if (type === 'SUCCEEDED') return go('succeeded')
        if (type === 'FAILED') return go('failed')
        break
      case 'terminating':
        return type === 'STOPPED' || type === 'LOST' ? go('gone') : false
      case 'succeeded':
      case 'failed':
        return type === 'DELETE' ? go('gone') : false
      case 'lost':
        return type === 'BOOT' ? go('mounting') : type === 'DELETE' ? go('gone') : false
      case 'gone':
        return false
    }
    return type === 'DELETE' ? go('terminating') : type === 'LOST' ? go('lost') : false
  }

  kernel.on(topic, (id, version) => {
    const instance = instances.get(id)
    if (instance && instance.version === version) enter(id, instance, instance.state === 'sandbox' ? 'initializing' : 'mounting')
  })

  return {
    start(id: string, { sandboxMs }: { sandboxMs: number }): void {
      const way: Way = { at: kernel.now, state: 'mounting', before: undefined, length: 1 }
      instances.set(id, { state: 'mounting', context: { sandboxMs, tries: 0 }, version: ++versions, way })
      effects.mount(id)
    },
    send,
    state: (id: string): string | undefined => instances.get(id)?.state,
  }
}

function remember(at: number, state: State, before: Way): Way {
  if (before.length < 48) return { at, state, before, length: before.length + 1 }
  const kept: Way[] = []
  for (let each: Way | undefined = before; each && kept.length < 23; each = each.before) kept.push(each)
  let way: Way | undefined
  for (const each of kept.reverse()) way = { at: each.at, state: each.state, before: way, length: (way?.length ?? 0) + 1 }
  return { at, state, before: way, length: 24 }
}
