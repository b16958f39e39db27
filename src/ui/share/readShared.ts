import { lenses } from '../../scene/lens'
import type { LoggedCommand, SourceFile } from '../../world/command'
import { appliedIn } from '../edit/files'
import { speeds } from '../playback'
import type { Bookmark } from '../scenario'
import { Fault } from './fault'
import { fileName } from './fileName'
import { readCommand } from './readCommand'
import { given, list, maybe, number, object, oneOf, own, refuse, text, whole, type Reader } from './reading'
import { caps, type SharedRun, type SharedView } from './sharedRun'

const time = number(0, caps.time)
const coordinate = number(-1e7, 1e7)

const view = object<SharedView>({
  time,
  lens: maybe(oneOf(lenses)),
  camera: maybe(object({ x: coordinate, y: coordinate, k: number(0.01, 20) })),
  selection: maybe(object({ kind: text(100), namespace: text(), name: text() })),
  file: maybe(fileName),
  paused: maybe((value, at) => (value === true ? value : refuse(at))),
  speed: maybe((value, at) => (value === 'max' ? value : (speeds.find((speed) => speed === value) ?? refuse(at)))),
})

const bookmark = object<Bookmark>({ at: time, name: text(caps.bookmark) })

const logged: Reader<LoggedCommand> = (value, at) => {
  const entry = given(value, at)
  return { at: time(own(entry, 'at'), `${at}.at`), command: readCommand(own(entry, 'command'), at) }
}

/** A file without its text stands in the log as it was applied last. */
const packedFile = object<{ readonly name: string; readonly text?: string | undefined }>({
  name: fileName,
  text: maybe(text(caps.text)),
})

/** A run out of JSON that anybody may have made: built anew of what is known, everything checked. Throws a Fault. */
export function readShared(value: unknown): SharedRun {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault('fault.notRun')
  const source = given(value, 'run')
  const log = list(logged, caps.commands)(own(source, 'log'), 'log')
  log.forEach(({ at }, i) => (i > 0 && at < log[i - 1]!.at ? refuse(`log[${i}].at`) : undefined))
  const bookmarks = maybe(list(bookmark, caps.bookmarks))(own(source, 'bookmarks'), 'bookmarks')
  bookmarks?.forEach(({ at }, i) => (i > 0 && at <= bookmarks[i - 1]!.at ? refuse(`bookmarks[${i}].at`) : undefined))
  const scenario = maybe(text(100))(own(source, 'scenario'), 'scenario')
  return {
    seed: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)(own(source, 'seed'), 'seed'),
    nodes: whole(0, caps.nodes)(own(source, 'nodes'), 'nodes'),
    files: filesOf(list(packedFile, caps.files)(own(source, 'files'), 'files'), log),
    log,
    view: view(own(source, 'view'), 'view'),
    ...(scenario !== undefined && { scenario }),
    ...(bookmarks?.length && { bookmarks }),
  }
}

function filesOf(
  packed: readonly { readonly name: string; readonly text?: string | undefined }[],
  log: readonly LoggedCommand[],
): readonly SourceFile[] {
  const applied = new Map(appliedIn(log).map(({ name, text }) => [name, text]))
  if (new Set(packed.map(({ name }) => name)).size !== packed.length) return refuse('files')
  return packed.map(({ name, text: written }, i) => {
    const text = written ?? applied.get(name)
    return text === undefined ? refuse(`files[${i}]`) : { name, text }
  })
}
