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
import { isShellWord } from './shell/words'
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
    ofImage: (path) => mayBring(spec, path) && !files?.covers(path),
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
      if (listens(spec, process, port, at())) return answers(process, at()) ? 200 : 503
      return outside.beside?.(port) ? 200 : 0
    },
    connects: (host, port) =>
      host === 'localhost' || host === '127.0.0.1'
        ? listens(spec, process, port, at()) || (outside.beside?.(port) ?? false)
        : outside.connects(host, port),
    serves: () => process.listensAt !== Infinity && answers(process, at()),
    date: (format) => outside.date(at(), format),
    ...(outside.net && { net: outside.net }),
  }
  return {
    world,
    mayAsk,
    ...(spec.mounts && { mounts: spec.mounts }),
    print,
    isProgram: (name) => isProgram(spec, name) || (name.includes('/') && world.read(name) === ''),
  }
}

/** Programs are in every image; of images of which nothing is known anything else may be too, but where things come to be at run time. */
const mayBring = ({ behaviour: { tools } }: ProcessSpec, path: string) =>
  /^(\/usr)?(\/local)?\/s?bin\/./.test(path) ||
  (tools === 'any' && /^\/(?!(tmp|run|var\/run|var\/lib|mnt|data|proc|sys|dev)\/)/.test(path))

/** Names in a folder: what the container wrote there itself, or what is mounted there. */
function listed(
  path: string,
  own: Readonly<Record<string, string>>,
  files: FileAccess | undefined,
): readonly string[] | undefined {
  if (files?.covers(path)) return files.list(path)
  return namesIn(own, path)
}

const busyboxPrograms = new Set(['httpd', 'top', 'telnetd', 'vi', 'more', 'crond', 'ftpd', 'watch'])
/** What every image has besides: they look at processes, or begin what the image is for. */
const everywhere = new Set('ps pgrep pidof netstat ss lsof docker-entrypoint.sh entrypoint.sh'.split(' '))
const installers = new Set('apk apt apt-get yum dnf microdnf zypper dpkg rpm'.split(' '))
const installs = /\b(apk|apt|apt-get|yum|dnf|microdnf|zypper)\b[^|;&\n]*\b(add|install)\b/

function isProgram({ behaviour: { tools, runs }, argv }: ProcessSpec, name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (tools === 'any' || tools.includes(name) || tools.includes(base) || everywhere.has(base)) return true
  // What a script installs first it has afterwards.
  if (installers.has(base) || argv.some((arg) => installs.test(arg))) return true
  return runs === 'shell' && busyboxPrograms.has(base)
}

/** Does the container have this command at all: its image, or a volume? */
export function isKnown(spec: ProcessSpec, name: string, outside?: Outside): boolean {
  if (isShellWord(name) || isProgram(spec, name)) return true
  return name.includes('/') && outside?.files?.covers(name) === true && outside.files.read(name) !== undefined
}
