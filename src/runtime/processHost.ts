import { listens, answers, type FileChange, type Outside, type ProcessSpec, type ProcessState } from './processState'
import type { ShellWorld } from './shell/tools'
import type { ShellHost } from './shell/vm'

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
  const world: ShellWorld = {
    get now() {
      return at()
    },
    hostname: spec.hostname,
    read(path) {
      const time = at()
      for (let i = written.length - 1; i >= 0; i--) if (written[i]!.path === path) return written[i]!.text
      for (let i = process.files.length - 1; i >= 0; i--) {
        const change = process.files[i]!
        if (change.path === path && change.at <= time) return change.text
      }
      return undefined
    },
    write(path, text) {
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
  }
  return { world, mayAsk, print, isProgram: (name) => isProgram(spec, name) }
}

const busyboxPrograms = new Set(['httpd', 'top', 'telnetd', 'vi', 'more'])

const isProgram = ({ behaviour: { tools, runs } }: ProcessSpec, name: string) =>
  tools === 'any' ||
  tools.includes(name) ||
  tools.includes(name.slice(name.lastIndexOf('/') + 1)) ||
  (runs === 'shell' && busyboxPrograms.has(name))

const plainCommands =
  /^(\/bin\/|\/usr\/bin\/)?(sleep|echo|true|false|printf|date|cat|tail|touch|rm|ls|env|printenv|test|\[|seq|wget|nc|hostname|nslookup|exit|id|whoami|uname|expr|head|grep|wc|mkdir|chmod|chown|cp|tr|sort|awk|pwd)$/

/** Does the image have this command at all? */
export const isKnown = (spec: ProcessSpec, name: string) => plainCommands.test(name) || isProgram(spec, name)
