import type { Trace } from '../../kernel/trace'
import type { WhyLink } from '../frame'

/** Verb of the trace record that stands for one document of an applied file; its note is `FILE:LINE` and what changed. */
export const APPLY = 'apply'

/** From a record back to what a person did: each link is what made the one before it happen. */
export function whyChain(trace: Trace, from: number): WhyLink[] {
  return trace.chain(from).map(({ id, at, verb, from: actor, about, subject, note }) => {
    const place = verb === APPLY ? placeOf(note) : undefined
    return { id, at, verb, from: actor, about, subject, note, ...(place && { file: place.file, line: place.line }) }
  })
}

/** What the note of an apply record says. */
export function placeOf(note: string): { readonly file: string; readonly line: number; readonly change: string } | undefined {
  const found = /^(.*?):(\d+)(?: (.*))?$/.exec(note)
  return found ? { file: found[1]!, line: Number(found[2]), change: found[3] ?? '' } : undefined
}
