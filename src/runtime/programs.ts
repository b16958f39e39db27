import { piDigits } from './pi'
import { runPython } from './python'
import { sleepMs } from './shell/builtins'

/** A program that a shell or an image starts, as far as it is known. */
export interface Program {
  /** ms until it ends well; undefined: it serves on. */
  readonly runsMs?: number
  readonly prints: readonly string[]
  /** Printed on the way, ms after its start; `prints` are printed at the end. */
  readonly says?: readonly { readonly afterMs: number; readonly text: string }[]
  /** Goes by a name that says that it serves: `alone` until it is stopped, `beside` whoever began it. */
  readonly serves?: 'alone' | 'beside'
  /** Runs until somebody stops it, wherever it is started. */
  readonly endless?: true
  /** How it ends; 0 unless said otherwise. */
  readonly code?: number
  /** Bytes, when its arguments say so. */
  readonly memory?: number
  /** Millicores that it keeps busy, when its arguments say so. */
  readonly cpu?: number
}

const units: Readonly<Record<string, number>> = { '': 1, B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

/** What a program with these arguments does. Programs of which nothing is known serve. */
export function programOf(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  if (name === 'stress') {
    const [, amount, unit] = /^(\d+)([BKMG]?)$/i.exec(argv[argv.indexOf('--vm-bytes') + 1] ?? '') ?? []
    const workers = Number(argv[argv.findIndex((arg) => arg === '--cpu' || arg === '-c') + 1])
    const cpu = argv.some((arg) => arg === '--cpu' || arg === '-c') && workers > 0 ? workers * 1000 : undefined
    const limit = argv[argv.findIndex((arg) => arg === '--timeout' || arg === '-t') + 1]
    const timed = argv.some((arg) => arg === '--timeout' || arg === '-t') ? sleepMs([limit ?? '']) : undefined
    return {
      prints: [],
      ...(timed === undefined ? { endless: true } : { runsMs: timed }),
      ...(cpu !== undefined && { cpu }),
      memory: amount === undefined ? 1024 ** 2 : Number(amount) * units[unit!.toUpperCase()]!,
    }
  }
  if (name === 'perl') return perl(argv)
  if (/^python3?$/.test(name)) {
    const run = argv.includes('-c') ? runPython(argv[argv.indexOf('-c') + 1] ?? '', env) : undefined
    if (run) return { runsMs: run.ms, prints: [], says: run.prints, code: run.code }
  }
  if (
    /^(python[\d.]*|node|ruby|php)$/.test(name) &&
    argv.some((arg) => /^-(c|e|p|-eval|-version|V|v)$/.test(arg) || (name === 'php' && arg === '-r'))
  )
    return { runsMs: 500, prints: [] }
  if (
    /^(npm|yarn|pnpm|pip[\d.]*|go|cargo|mvn|bundle|dotnet)$/.test(name) &&
    works.test(argv[1] ?? '') &&
    !/^run\b.*\b(start|dev|serve)/.test(argv.slice(1).join(' '))
  )
    return { runsMs: 2000, prints: [] }
  if (
    /^(pg_dump|mysqldump|mongodump|mongorestore|mongoimport|rake|migrate|alembic|flyway|apk|apt|apt-get|yum|dnf|git|kubectl|helm)$/.test(
      name,
    )
  )
    return { runsMs: 2000, prints: [] }
  const serves = servers.test(name)
    ? /daemonize yes|start$/.test(argv.join(' '))
      ? 'beside'
      : 'alone'
    : daemons.test(name)
      ? 'beside'
      : undefined
  return { prints: [], ...(serves && { serves }) }
}

/** What tools that build and fetch are told to do when they are not told to start something. */
const works = /^(i|install|ci|add|build|run|test|audit|download|get|mod|clean|package|restore|publish|version|--version)$/

/** Names under which servers go, and those that put themselves into the background. */
const servers =
  /^(java|node|npm|yarn|pnpm|deno|bun|dotnet|python[\d.]*|ruby|rails|puma|gunicorn|uvicorn|uwsgi|hypercorn|flask|celery|airflow|nc|ncat|socat|docker-entrypoint\.sh|entrypoint\.sh|mysqld\w*|mariadbd\w*|mongo[ds]|redis-(server|sentinel)|postgres|postmaster|envoy|traefik|haproxy|caddy|consul|vault|etcd|tail|httpd-foreground|catalina\.sh|\S+-server(-start)?(\.sh)?)$/
const daemons =
  /^(nginx|httpd|apache2?|apache2ctl|apachectl|service|systemctl|supervisord|sshd|crond?|php-fpm[\d.]*|rsyslogd|dockerd|memcached|\S*start\S*)$/

/** Most digits of pi that are worked out. */
const MOST_DIGITS = 10_000

/** The Job of the Kubernetes documentation prints 2000 digits of pi; other one-liners may print, sleep and exit. */
function perl(argv: readonly string[]): Program {
  const at = argv.findIndex((arg) => /^-\w*e$/.test(arg))
  const script = at < 0 ? '' : (argv[at + 1] ?? '')
  const digits = /\bbpi\((\d+)\)/.exec(script)?.[1]
  if (digits !== undefined) return { runsMs: 5000, prints: [piDigits(Math.min(Number(digits), MOST_DIGITS))] }
  const [, code] = /\bexit\s*\(?\s*(\d+)/.exec(script) ?? []
  const [, seconds] = /\bsleep\s*\(?\s*(\d+)/.exec(script) ?? []
  const [, died] = /\bdie\s+["'](.*?)["']/.exec(script) ?? []
  const [, printed] = /\b(?:print|say)\s*\(?\s*["'](.*?)["']/.exec(script) ?? []
  return {
    runsMs: 200 + Number(seconds ?? 0) * 1000,
    prints: [printed, died].filter((text) => text !== undefined).map((text) => text.replace(/\\n/g, '')),
    code: died === undefined ? Number(code ?? 0) & 255 : 255,
  }
}
