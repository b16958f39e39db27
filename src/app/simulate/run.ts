import type { KubeObject } from '../../api/meta'
import type { Pod } from '../../kube/kinds/pod/api'
import type { SourceFile } from '../../world/command'
import { createWorld, type World } from '../../world/world'
import type { SimulateOptions } from './options'
import { arrived, watchForRest } from './settled'

/** An object that the API server took. */
export interface AppliedObject {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** A document that was refused, or a file that could not be read as YAML. */
export interface RejectedDocument {
  readonly file: string
  /** Which document of the file, from 0. */
  readonly doc: number
  /** From 1. */
  readonly line: number
  readonly reason: string
  readonly message: string
  readonly field: string
}

/** What a headless run came to. */
export interface Outcome {
  readonly world: World
  readonly applied: readonly AppliedObject[]
  readonly rejected: readonly RejectedDocument[]
  readonly settled: boolean
  readonly virtualSeconds: number
  /** Sorted by kind, namespace, name; Events apart. */
  readonly objects: readonly KubeObject[]
  readonly events: readonly KubeObject[]
}

/** Nothing that counts may have changed for so long, virtual ms. */
const QUIET_MS = 30_000
/** A cluster that has not come to rest by then will not. */
const LIMIT_MS = 900_000
const STEP_MS = 1_000

/** Applies files to a fresh world and runs it. */
export function simulate(
  files: readonly SourceFile[],
  { seed, nodes, until }: Pick<SimulateOptions, 'seed' | 'nodes' | 'until'>,
): Outcome {
  const world = createWorld({ seed, nodes })
  const { store, view } = world.cluster
  const rest = watchForRest(store, world.now)
  const applied: AppliedObject[] = []
  const rejected: RejectedDocument[] = []
  for (const { name: file, text } of files) {
    world.dispatch({ type: 'apply', file, text })
    const { documents = [], diagnostics = [] } = view.file(file) ?? {}
    documents.forEach(({ kind, namespace, name, verb, at, line, reason = '', message = '', field = '' }, doc) => {
      if (verb !== 'refused') applied.push({ kind, namespace, name })
      else rejected.push({ file, doc, line: at ?? line, reason, message, field })
    })
    for (const { source, line, message } of diagnostics) {
      if (source === 'parser')
        rejected.push({ file, doc: documentAt(text, line), line, reason: 'BadRequest', message, field: '' })
    }
  }
  const isQuiet = () => world.now - rest.lastChange >= QUIET_MS && pods(world).every(arrived)
  if (until !== 'settled') world.advance(until * 1000)
  else while (world.now < LIMIT_MS && !isQuiet()) world.advance(world.now + STEP_MS)
  const kinds = store.kindNames().filter((kind) => kind !== 'Event')
  return {
    world,
    applied,
    rejected,
    settled: isQuiet(),
    virtualSeconds: world.now / 1000,
    objects: kinds.flatMap((kind) => [...store.all(kind)]).sort(byKind),
    events: [...store.all('Event')].sort(byKind),
  }
}

/** All pods there are. */
export const pods = (world: World): readonly Pod[] => [...world.cluster.store.all('Pod')] as unknown as Pod[]

/** Which document of a text a line is in, from 0. */
function documentAt(text: string, line: number): number {
  const before = text.split('\n').slice(0, line)
  const marks = before.flatMap((words, i) => (/^---(\s|$)/.test(words) ? [i] : []))
  const leads = marks.length > 0 && before.slice(0, marks[0]).every((words) => /^\s*(#|$)/.test(words))
  return marks.length - (leads ? 1 : 0)
}

function byKind(a: KubeObject, b: KubeObject): number {
  return (
    compare(a.kind, b.kind) ||
    compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compare(a.metadata.name, b.metadata.name)
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
