import type { TraceRecord } from '../../kernel/trace'
import type { Hue, Lane, MarkView, MessageHead, MessageView } from '../frame'

/** Which head a trace record has on stage; undefined for what does not travel. */
export function headOf({ verb, from, note }: TraceRecord): MessageHead | undefined {
  switch (verb) {
    case 'command':
      return 'edit'
    case 'create':
    case 'update':
    case 'patch':
    case 'delete':
      return from === 'you' ? 'edit' : 'write'
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

/** Is the record about an Event object? Those are told by their own words, not by their writing. */
const aboutEvent = (record: TraceRecord) => record.subject.startsWith('Event ')

/** The comet of a record, if it is to be seen. Only what crosses the stage: pulls and probes stay on their node. */
export function messageOf(record: TraceRecord, hue: Hue): MessageView | undefined {
  const head = headOf(record)
  if (!head || aboutEvent(record) || record.verb === 'fault') return undefined
  const { id, at, from, to, about, subject } = record
  const name = subject.slice(subject.lastIndexOf('/') + 1)
  const label =
    record.verb === 'status' || record.verb === 'bind' || record.verb === 'watch' ? name.slice(name.lastIndexOf('-') + 1) : name
  return { id, at, head, from, to, about, hue, label }
}

/** The mark of a record on the timeline, if it has one. */
export function markOf(record: TraceRecord, hue: Hue): MarkView | undefined {
  const lane = laneOf(record)
  const head = headOf(record)
  if (!lane || !head || record.verb === 'watch' || record.verb === 'probe' || aboutEvent(record)) return undefined
  if (lane === 'controllers' && (record.verb === 'status' || record.subject.startsWith('EndpointSlice '))) return undefined
  const { id, at, subject, note, verb } = record
  return { id, at, lane, head, hue, label: lane === 'you' ? note || subject : `${verb} ${subject}` }
}

function laneOf({ from, verb }: TraceRecord): Lane | undefined {
  if (verb === 'command' || verb === 'fault') return 'you'
  if (from.startsWith('controller:')) return 'controllers'
  if (from === 'scheduler') return 'scheduler'
  if (from.startsWith('kubelet:')) return 'kubelets'
  return undefined
}
