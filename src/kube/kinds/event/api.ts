import { defineKind } from '../../../api/kind'
import type { Event } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Event: Event
  }
}

export default defineKind<Event>({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],  namespaced: true,
})
