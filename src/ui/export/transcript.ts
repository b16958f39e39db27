import { aligned } from '../../cli/kubectl/table'
import type { EventLine } from '../../world/export'
import { wholeClock } from '../playback'

/** A sentence of the narration and its moment, virtual ms. */
export interface Told {
  readonly at: number
  readonly sentence: string
}

/**
 * What the cluster told of itself, as `kubectl get events` prints it, with the moment in place of the age. The narration's sentences stand
 * between the lines, marked as comments. `head` goes before it all.
 */
export function transcript(head: readonly string[], events: readonly EventLine[], told: readonly Told[]): string {
  const hasNamespaces = events.some(({ namespace }) => namespace && namespace !== 'default')
  const row = (time: string, namespace: string, ...cells: string[]) => [time, ...(hasNamespaces ? [namespace] : []), ...cells]
  const [columns, ...lines] = aligned([
    row('TIME', 'NAMESPACE', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'),
    ...events.map(({ at, namespace, type, reason, object, message, count }) =>
      row(clock(at), namespace, type, reason, object, message.replace(/\s+/g, ' ') + (count > 1 ? ` (x${count})` : '')),
    ),
  ])
  // Events know whole seconds only; what is said of a second comes after what happened in it.
  const rows = [
    ...events.map(({ at }, i) => ({ second: secondOf(at), isTold: 0, line: lines[i]! })),
    ...told.map(({ at, sentence }) => ({ second: secondOf(at), isTold: 1, line: `# ${clock(at)}  ${sentence}` })),
  ].sort((a, b) => a.second - b.second || a.isTold - b.isTold)
  return [...head.map((line) => `# ${line}`), columns!, ...rows.map(({ line }) => line), ''].join('\n')
}

const secondOf = (at: number): number => Math.floor(at / 1000)
const clock = (at: number): string => wholeClock(secondOf(at))
