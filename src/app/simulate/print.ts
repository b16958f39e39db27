import type { KubeObject } from '../../api/meta'
import { byName } from '../../cli/kubectl/listBy'
import { aligned, table } from '../../cli/kubectl/table'
import { podStatusWord } from '../../kube/kinds/pod/api'
import type { Event } from '../../kube/kinds/event/api'
import { arrived } from './settled'
import { pods, type Outcome } from './run'

/** The run as one JSON object. `wallMs` is given by who measured it. */
export const asJson = ({ applied, rejected, settled, virtualSeconds, objects, events }: Outcome, wallMs: number): string =>
  `${JSON.stringify({ applied, rejected, settled, virtualSeconds, wallMs, objects, events }, null, 2)}\n`

/** The run as a person would see it with kubectl: what was applied and its pods as tables, the warnings, and how it ended. */
export function asTables(outcome: Outcome): string {
  const { world, applied, events } = outcome
  const { store, server } = world.cluster
  const blocks: string[][] = []
  const kinds = [...new Set(applied.map(({ kind }) => kind))].filter((kind) => kind !== 'Pod')
  for (const kind of kinds) {
    const found = applied
      .filter((one) => one.kind === kind)
      .map(({ namespace, name }) => store.get(kind, namespace ? `${namespace}/${name}` : name))
    const objects = [...new Set(found.filter((object) => object !== undefined))].sort(byName)
    if (objects.length) blocks.push(table(server.kind(kind), objects, world.now, style(objects, true)))
  }
  const running = [...pods(world)].sort(byName)
  if (running.length) blocks.push(table(server.kind('Pod'), running, world.now, style(running, kinds.length > 0)))
  const warnings = (events as readonly Event[]).filter((event) => event.type === 'Warning')
  if (warnings.length) blocks.push(warningTable(warnings))
  blocks.push([closing(outcome)])
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

/** The namespace is shown when something stands outside `default`. */
const style = (objects: readonly KubeObject[], types: boolean) => ({
  wide: true,
  types,
  namespaces: objects.some(({ metadata }) => (metadata.namespace ?? 'default') !== 'default'),
})

/** The earliest first; equal times in the order of their names. */
function warningTable(warnings: readonly Event[]): string[] {
  const sorted = [...warnings].sort((a, b) =>
    (a.firstTimestamp ?? '') < (b.firstTimestamp ?? '') ? -1 : a.firstTimestamp === b.firstTimestamp ? byName(a, b) : 1,
  )
  const rows = sorted.map(({ reason = '', involvedObject, message = '', count = 1 }) => [
    'Warning',
    reason,
    `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`,
    `${message}${count > 1 ? ` (x${count})` : ''}`,
  ])
  return aligned([['TYPE', 'REASON', 'OBJECT', 'MESSAGE'], ...rows])
}

function closing({ world, settled, virtualSeconds, applied, rejected }: Outcome): string {
  const all = pods(world)
  const waiting = [...all].filter((pod) => !arrived(pod)).sort(byName)
  const first = waiting.slice(0, 3).map((pod) => `${pod.metadata.name} ${podStatusWord(pod)}`)
  const more = waiting.length > 3 ? ` and ${waiting.length - 3} more` : ''
  const parts = [
    `${settled ? 'Settled' : 'Not settled'} after ${virtualSeconds} virtual seconds`,
    `${all.length - waiting.length} of ${all.length} pods ready or completed${waiting.length ? ` (${first.join(', ')}${more})` : ''}`,
    `${applied.length} objects applied, ${rejected.length} refused`,
  ]
  return `${parts.join('; ')}.`
}
