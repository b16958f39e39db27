import type { KindName } from '../api/meta'
import { defineComponent, type Component } from '../control/component'
import { createGarbageCollector } from './gc/collector'

/** The parts of the controller manager that belong to no kind; `kinds` are all that the server knows. */
export const commonComponents = (kinds: readonly string[]): readonly Component[] => [
  defineComponent({
    name: 'garbage-collector-controller',
    title: 'GC',
    rank: 70,
    run: (context) => createGarbageCollector(context, kinds as KindName[]),
  }),
]
