import type { KindName } from '../api/meta'
import type { ComponentContext } from '../control/component'
import { createGarbageCollector } from './gc/collector'
import { createPodGc, type PodGcOptions } from './gc/podGc'
import { createNodeLifecycle, type LifecycleOptions } from './kinds/node/lifecycle'
import { createTaintEviction } from './kinds/node/taintEviction'

/** A part of the controller manager that is no loop over one kind: it follows many, or the clock. */
export interface Component {
  /** As upstream names it. */
  readonly name: string
  /** Name of its loop on stage. */
  readonly title: string
  readonly rank: number
  readonly run: (context: ComponentContext) => void
}

/** What a cluster may set. */
export interface ComponentOptions {
  readonly lifecycle?: LifecycleOptions
  readonly podGc?: PodGcOptions
}

/** Those parts, each to be run on a process of its own; `kinds` are all that the server knows. */
export const components = (kinds: readonly string[], { lifecycle, podGc }: ComponentOptions = {}): readonly Component[] => [
  { name: 'node-lifecycle-controller', title: 'Node', rank: 4, run: (context) => createNodeLifecycle(context, lifecycle) },
  { name: 'taint-eviction-controller', title: 'Taint', rank: 60, run: createTaintEviction },
  {
    name: 'garbage-collector-controller',
    title: 'GC',
    rank: 70,
    run: (context) => createGarbageCollector(context, kinds as KindName[]),
  },
  { name: 'pod-garbage-collector-controller', title: 'PodGC', rank: 80, run: (context) => createPodGc(context, podGc) },
]
