import type { Trace } from '../../kernel/trace'
import type { WhyLink } from '../frame'

/** Verb of the trace record that stands for one document of an applied file; its note is `FILE:LINE`. */
export const APPLY = 'apply'

/** From a record back to what a person did: each link is what made the one before it happen. */
export function whyChain(trace: Trace, from: number): WhyLink[] {
  return trace.chain(from).map(({ id, at, verb, from: actor, about, subject, note }) => {
    const place = verb === APPLY ? /^(.*):(\d+)$/.exec(note) : null
    return { id, at, verb, from: actor, about, subject, note, ...(place && { file: place[1]!, line: Number(place[2]) }) }
  })
}
