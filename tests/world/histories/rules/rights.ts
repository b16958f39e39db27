import { JANE } from '../families/people'
import { titleOf } from '../read'
import type { Rule } from '../watch'

/** Nobody writes what his roles do not let him write. */
export const rights: Rule = ({ actorOf, broken }) => ({
  written(change) {
    const actor = actorOf(change)
    if (!actor.startsWith('user:') || change.object.kind === 'Event') return
    const { kind, metadata } = change.object
    const may = actor === `user:${JANE}` && kind === 'Deployment' && metadata.namespace === 'default'
    if (!may) broken(`${actor} wrote ${titleOf(change.object)}`)
  },
})
