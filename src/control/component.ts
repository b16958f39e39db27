import type { Client } from '../api/client'
import type { KindName, KubeObject, ObjectOf } from '../api/meta'
import type { WatchEvent } from '../api/watch'
import type { Kernel } from '../kernel/kernel'

/** Writes Events about objects as one source, folding repeats into `count` as client-go's recorder does. */
export type Recorder = (
  about: KubeObject,
  reason: string,
  message: string,
  type?: 'Normal' | 'Warning',
  /** The part of the object that it concerns, as `spec.containers{web}`. */
  fieldPath?: string,
) => void

/**
 * What a long-running part of the cluster (scheduler, kubelets, kube-proxy, a controller) stands on.
 * A component can be stopped and started as a fault: while it is down its watches are silent; when it comes back it lists again.
 */
export interface ComponentContext {
  readonly kernel: Kernel
  /** The component's own client. */
  readonly client: Client
  /** Is the process running? */
  readonly up: boolean
  /** A client with another identity; kubelets use `kubelet:NODE`, which fails while that node is off or cut off. */
  clientAs(actor: string): Client
  /**
   * Follows a kind. `handle` is called in the order of the writes, a few ms after them, each call caused by its write. After a (re)start
   * every existing object comes as ADDED first, so a handler must cope with objects that it knows already.
   */
  watch<K extends KindName>(kind: K, handle: (event: WatchEvent<ObjectOf<K>>) => void): void
  /** Called when the process starts, before the first watch events. */
  onStart(run: () => void): void
  onStop(run: () => void): void
  /** Events from `component` (and `host`, for kubelets), written through `client`. */
  recorder(component: string, host?: string, client?: Client): Recorder
}

/** What a cluster may set; a component that can be set adds its options by declaration merging. */
export interface ComponentOptions {
  /** Never set: keeps the empty interface open for merging. */
  readonly none?: undefined
}

/** A part of the controller manager that is no loop over one kind: it follows many, or the clock. */
export interface Component {
  /** As upstream names it. */
  readonly name: string
  /** Name of its loop on stage. */
  readonly title: string
  readonly rank: number
  readonly run: (context: ComponentContext, options: ComponentOptions) => void
}

/** Types a component; default export of `kube/kinds/KIND/component.ts`, alone or in a list. */
export const defineComponent = (component: Component): Component => component
