import {
  listens,
  answers,
  type FileAccess,
  type FileChange,
  type Outside,
  type ProcessSpec,
  type ProcessState,
} from './processState'
import type { ShellWorld } from './shell/tools'
import type { ShellHost } from './shell/vm'
import { namesIn } from './volumeFiles'

/** What scripts of a process run in: its files, its ports, and others at the moment they ask. */
export function hostFor(
  spec: ProcessSpec,
  process: ProcessState,
  at: () => number,
  mayAsk: boolean,
  outside: Outside,
  print: (text: string) => void,
  write: (path: string, text: string | undefined) => void,
): ShellHost {
  const written: FileChange[] = []
  const { files } = outside
  /** The container's own files as they are now. */
  const own = (): Readonly<Record<string, string>> => {
    const time = at()
    const found: Record<string, string> = {}
    for (const change of [...process.files, ...written]) {
      if (change.at > time) continue
      if (change.text === undefined) delete found[change.path]
      else found[change.path] = change.text
    }
    return found
  }
  const world: ShellWorld = {
    get now() {
      return at()
    },
    hostname: spec.hostname,
    read(path) {
      if (files?.covers(path)) return files.read(path)
      const time = at()
      for (let i = written.length - 1; i >= 0; i--) if (written[i]!.path === path) return written[i]!.text
      for (let i = process.files.length - 1; i >= 0; i--) {
        const change = process.files[i]!
        if (change.path === path && change.at <= time) return change.text
      }
      return outside.file?.(path)
    },
    list: (path) => listed(path, own(), files),
    write(path, text) {
      if (files?.covers(path)) return files.write(path, text)
      written.push({ at: at(), path, text })
      write(path, text)
    },
    fetch(url) {
      const local = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)(?::(\d+))?/.exec(url)
      if (!local) return outside.fetch(url)
      const port = Number(local[1] ?? 80)
      return listens(spec, process, port, at()) ? (answers(process, at()) ? 200 : 503) : 0
    },
    connects: (host, port) =>
      host === 'localhost' || host === '127.0.0.1' ? listens(spec, process, port, at()) : outside.connects(host, port),
    date: (format) => outside.date(at(), format),
    ...(outside.net && { net: outside.net }),
  }
  return { world, mayAsk, ...(spec.mounts && { mounts: spec.mounts }), print, isProgram: (name) => isProgram(spec, name) }
}

/** Names in a folder: what the container wrote there itself, or what is mounted there. */
function listed(
  path: string,
  own: Readonly<Record<string, string>>,
  files: FileAccess | undefined,
): readonly string[] | undefined {
  if (files?.covers(path)) return files.list(path)
  return namesIn(own, path)
}

const busyboxPrograms = new Set(['httpd', 'top', 'telnetd', 'vi', 'more'])

const isProgram = ({ behaviour: { tools, runs } }: ProcessSpec, name: string) =>
  tools === 'any' ||
  tools.includes(name) ||
  tools.includes(name.slice(name.lastIndexOf('/') + 1)) ||
  (runs === 'shell' && busyboxPrograms.has(name))

const plainCommands =
  /^(\/bin\/|\/usr\/bin\/)?(sleep|echo|true|false|printf|date|cat|tail|touch|rm|ls|mv|tee|cd|env|printenv|test|\[|seq|wget|nc|hostname|nslookup|exit|id|whoami|uname|expr|head|grep|wc|mkdir|chmod|chown|cp|tr|sort|awk|pwd)$/

/** Does the image have this command at all? */
export const isKnown = (spec: ProcessSpec, name: string) => plainCommands.test(name) || isProgram(spec, name)
