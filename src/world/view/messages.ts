import type { TraceRecord } from '../../kernel/trace'
import { summaries } from './summaries'
import { APPLY, placeOf } from './why'
import type { Hue, Lane, MarkView, MessageHead, MessageView } from '../frame'

/** Which head a trace record has on stage; undefined for what does not travel. */
export function headOf({ verb, from, note }: TraceRecord): MessageHead | undefined {
  switch (verb) {
    case 'command':
    case APPLY:
      return 'edit'
    case 'create':
    case 'update':
    case 'patch':
    case 'delete':
      return isYou(from) ? 'edit' : 'write'
    case 'status':
      return from.startsWith('kubelet:') ? 'status' : 'write'
    case 'bind':
    case 'watch':
    case 'pull':
    case 'probe':
    case 'lease':
    case 'request':
    case 'response':
      return verb === 'probe' && note === 'failure' ? 'failure' : verb
    case 'failure':
    case 'fault':
      return 'failure'
    default:
      return undefined
  }
}

/** You, or somebody as whom you act. */
const isYou = (from: string) => from === 'you' || from.startsWith('user:')

/** Is the record about an Event object? Those are told by their own words, not by their writing. */
const aboutEvent = (record: TraceRecord) => record.subject.startsWith('Event ')

/** Ms after a binding at which the node's kubelet hears of it. */
const HEARD = 30

/**
 * The comets of a record: none for what does not cross the stage. `word` is the STATUS of the pod it is about, or ''.
 * A binding is followed by the watch event that tells the node's kubelet.
 */
export function messagesOf(record: TraceRecord, hue: Hue, word: string): MessageView[] {
  const head = headOf(record)
  const { id, at, from, to, about, subject, verb, note } = record
  if (!head || aboutEvent(record) || verb === 'fault' || verb === 'failure' || verb === APPLY) return []
  const name = shortName(subject)
  const message = {
    id,
    at,
    head,
    from: isYou(from) ? 'you' : from,
    to,
    about,
    hue,
    label: verb === 'status' && word ? `${name} ${word}` : name,
  }
  if (verb !== 'bind') return [message]
  const heard: MessageView = { ...message, id: -id, at: at + HEARD, head: 'watch', from: 'apiserver', to: `kubelet:${note}` }
  return [{ ...message, label: `${name} → ${note}` }, heard]
}

/** A pod by the last part of its name, everything else by its name. */
function shortName(subject: string): string {
  const name = subject.slice(Math.max(subject.lastIndexOf('/'), subject.indexOf(' ')) + 1)
  return subject.startsWith('Pod ') ? name.slice(name.lastIndexOf('-') + 1) : name
}

/** The mark of a record on the timeline, if it has one. */
export function markOf(record: TraceRecord, hue: Hue): MarkView | undefined {
  const lane = laneOf(record)
  const head = headOf(record)
  if (!lane || !head || record.verb === 'watch' || record.verb === 'probe' || aboutEvent(record)) return undefined
  if (
    lane === 'controllers' &&
    (record.verb === 'status' || !summaries.has(record.subject.slice(0, record.subject.indexOf(' '))))
  )
    return undefined
  const { id, at, subject, note, verb } = record
  const applied = verb === APPLY ? placeOf(note) : undefined
  if (applied && !applied.change) return undefined
  return {
    id,
    at,
    lane,
    head,
    hue,
    label: applied
      ? applied.change
      : lane === 'you'
        ? `${subject} ${note}`.trim()
        : verb === 'failure'
          ? `${shortName(subject)} ${note}`
          : `${verb} ${subject}`,
  }
}

function laneOf({ from, verb, subject }: TraceRecord): Lane | undefined {
  if (verb === 'fault' || verb === APPLY || (verb === 'command' && subject !== 'apply')) return 'you'
  if (from.startsWith('controller:')) return 'controllers'
  if (from === 'scheduler') return 'scheduler'
  if (from.startsWith('kubelet:')) return 'kubelets'
  return undefined
}
