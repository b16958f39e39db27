import type { Client } from '../api/client'
import type { KindName, KubeObject, ObjectOf } from '../api/meta'
import type { WatchEvent } from '../api/watch'
import type { Random } from '../kernel/random'

/** What a controller may use. All of it belongs to one controller: its client is its identity. */
export interface ControllerContext {
  readonly client: Client
  /** Virtual ms. */
  readonly now: number
  /** The controller's own stream of chance. */
  readonly random: Random
  /** Records an Event about an object (`type` Normal unless said), as the named component. */
  record(about: KubeObject, reason: string, message: string, type?: 'Normal' | 'Warning'): void
  /** Has the controller look at a key again after `ms`; the earliest of several wins. */
  requeue(key: string, ms: number): void
}

/** A further kind whose changes wake the controller: maps a change to the keys to look at. */
export interface Watches<K extends KindName = KindName> {
  readonly kind: K
  readonly keys: (event: WatchEvent<ObjectOf<K>>, context: ControllerContext) => readonly string[]
}

/**
 * A level-based loop: told only *which* object to look at (never what happened), it compares wanted with actual and writes.
 * Returns ms after which to look again, or nothing. A thrown ApiError is retried with back-off (5 ms doubling to 1000 s, as
 * client-go's default rate limiter); a gone object is success.
 */
export interface ControllerDefinition<K extends KindName = KindName> {
  /** As upstream names it: `deployment-controller`; also the component of its Events. */
  readonly name: string
  /** The component that its Events name, where that is another name. */
  readonly eventsAs?: string
  /** Name of its loop on stage: `Deployment`. */
  readonly title: string
  /** Place among the loops on stage: smaller comes first. Default 100. */
  readonly rank?: number
  readonly for: K
  /** Kinds whose objects carry a controller reference to `for`: their changes wake the owner. */
  readonly owns?: readonly KindName[]
  readonly watches?: readonly Watches[]
  /** Should this change of a `for` object wake the loop? Default: always. */
  readonly wakes?: (event: WatchEvent<ObjectOf<K>>) => boolean
  /** Called when the object exists. */
  readonly reconcile: (context: ControllerContext, object: ObjectOf<K>) => number | void
  /** Called with the key when the object is gone. */
  readonly gone?: (context: ControllerContext, key: string) => void
  /** Runs every `period` ms while the controller manager is up, for loops that look at everything (node lifecycle, pod gc). */
  readonly periodic?: { readonly period: number; readonly run: (context: ControllerContext) => void }
}

/** Types a controller; the default export of `kube/kinds/KIND/controller.ts`. */
export const defineController = <K extends KindName>(definition: ControllerDefinition<K>): ControllerDefinition<K> => definition

/** Types a further watch inside a definition. */
export const watches = <K extends KindName>(
  kind: K,
  keys: (event: WatchEvent<ObjectOf<K>>, context: ControllerContext) => readonly string[],
): Watches => ({ kind, keys }) as unknown as Watches
