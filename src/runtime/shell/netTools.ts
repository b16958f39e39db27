import type { Done, Reached, ShellWorld } from './tools'

/** What a tool was told by flags with a value, and what is no flag. */
interface Arguments {
  readonly words: readonly string[]
  readonly values: Readonly<Record<string, string>>
  has(...flags: string[]): boolean
}

/** Ms that the kernel tries to connect before it gives up (six SYNs), and that a resolver waits for an answer twice. */
const CONNECT_MS = 130_000
const RESOLVER_MS = 10_000

const taken = (text: string | undefined, fallback: number) => (text === undefined ? fallback : Number(text) * 1000 || fallback)

/** busybox wget. */
export function wget(args: readonly string[], world: ShellWorld): Done {
  const { words, values, has } = parse(args, ['-T', '--timeout', '-O', '-t', '--header', '-U', '--post-data'])
  const url = words.at(-1) ?? ''
  const shown = has('--server-response', '-S')
  const { outcome, status = 0, body = '', host, port, ip } = ask(url, world, headerHost(values['--header']))
  const ms = taken(values['-T'] ?? values['--timeout'], CONNECT_MS)
  const to = `${ip || host}:${port}`
  const connecting = has('-q') || !world.net ? '' : `Connecting to ${host}:${port} (${to})\n`
  if (outcome === 'unresolved') return { out: `wget: bad address '${hostPart(url)}'\n`, code: 1 }
  if (outcome === 'nameless') return { out: `wget: bad address '${hostPart(url)}'\n`, code: 1, ms: Math.min(ms, RESOLVER_MS) }
  if (outcome === 'timeout') return { out: `${connecting}wget: download timed out\n`, code: 1, ms }
  if (outcome === 'refused') {
    const where = world.net ? ` (${ip})` : ''
    return { out: `${connecting}wget: can't connect to remote host${where}: Connection refused\n`, code: 1 }
  }
  const headers = shown ? `  HTTP/1.1 ${status} ${reason(status)}\n` : ''
  if (status >= 400)
    return { out: `${connecting}${headers}wget: server returned error: HTTP/1.1 ${status} ${reason(status)}\n`, code: 1 }
  const file = values['-O']
  if (file === '-') return { out: connecting + headers + body, code: 0, ...vagueness(body) }
  if (file && file !== '/dev/null') world.write(file, body)
  return { out: connecting + headers, code: 0 }
}

/** curl. */
export function curl(args: readonly string[], world: ShellWorld): Done {
  const { words, values, has } = parse(args, [
    '-m',
    '--max-time',
    '--connect-timeout',
    '-o',
    '-w',
    '-H',
    '-X',
    '-d',
    '--retry',
    '--resolve',
  ])
  const url = words.at(-1) ?? ''
  const { outcome, status = 0, body = '', host, port } = ask(url, world, headerHost(values['-H']))
  const quiet = has('-s', '--silent') && !has('-S', '--show-error')
  const fails = (code: number, text: string, ms?: number): Done => ({
    out: quiet ? '' : `curl: (${code}) ${text}\n`,
    code,
    ...(ms !== undefined && { ms }),
  })
  const limit = values['-m'] ?? values['--max-time'] ?? values['--connect-timeout']
  const ms = taken(limit, CONNECT_MS)
  if (outcome === 'unresolved') return fails(6, `Could not resolve host: ${host}`)
  if (outcome === 'nameless')
    return fails(
      limit ? 28 : 6,
      limit ? `Resolving timed out after ${ms} milliseconds` : `Could not resolve host: ${host}`,
      Math.min(ms, RESOLVER_MS),
    )
  if (outcome === 'timeout')
    return fails(
      28,
      limit
        ? `Connection timed out after ${ms} milliseconds`
        : `Failed to connect to ${host} port ${port} after ${ms} ms: Couldn't connect to server`,
      ms,
    )
  if (outcome === 'refused') return fails(7, `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`)
  if (status >= 400 && has('-f', '--fail')) return fails(22, `The requested URL returned error: ${status}`)
  const head = has('-I', '--head')
    ? `HTTP/1.1 ${status} ${reason(status)}\n`
    : has('-i')
      ? `HTTP/1.1 ${status} ${reason(status)}\n\n`
      : ''
  const content = has('-I', '--head') || values['-o'] ? '' : status < 400 ? body : `${status} ${reason(status)}\n`
  const tail = (values['-w'] ?? '').replaceAll('%{http_code}', String(status)).replaceAll('\\n', '\n')
  return { out: head + content + tail, code: 0, ...(status < 400 && !has('-I', '--head') && !values['-o'] && vagueness(body)) }
}

/** Pages are as they are; of other answers only that they came is known. */
const vagueness = (body: string): Pick<Done, 'vague'> => (body.startsWith('<') ? {} : { vague: true })

/** What servers answer to the short words that checks send them. */
const answers: readonly (readonly [sent: RegExp, said: string])[] = [
  [/^ruok\b/, 'imok'],
  [/^(srvr|stat|mntr)\b/, 'Mode: standalone\n'],
  [/^PING\b/i, '+PONG\n'],
]

/** busybox and OpenBSD nc, as far as they look whether somebody listens: `nc -zv -w 2 db 5432`, or send a word: `echo ruok | nc zk 2181`. */
export function nc(args: readonly string[], world: ShellWorld, sent = ''): Done {
  const done = knock(args, world)
  const said = done.code === 0 && sent ? answers.find(([word]) => word.test(sent))?.[1] : undefined
  return said === undefined ? done : { ...done, out: done.out + said }
}

function knock(args: readonly string[], world: ShellWorld): Done {
  const { words, values, has } = parse(args, ['-w', '-p', '-i'])
  const [host, port] = words.slice(-2)
  if (host === undefined || port === undefined) return { out: '', code: 1 }
  const loud = has('-v')
  if (!world.net || isLocal(host)) {
    const open = world.connects(host, Number(port))
    return { out: loud && open ? `${host} (${host}:${port}) open\n` : '', code: open ? 0 : 1 }
  }
  const { outcome, ip } = world.net.connect(host, Number(port), has('-u') ? 'UDP' : 'TCP')
  const ms = taken(values['-w'], CONNECT_MS)
  if (outcome === 'open') return { out: loud ? `${host} (${ip}:${port}) open\n` : '', code: 0 }
  if (outcome === 'unresolved') return { out: `nc: bad address '${host}'\n`, code: 1 }
  if (outcome === 'nameless') return { out: `nc: bad address '${host}'\n`, code: 1, ms: Math.min(ms, RESOLVER_MS) }
  const why = outcome === 'refused' ? 'Connection refused' : 'Connection timed out'
  return { out: `nc: ${host} (${ip}:${port}): ${why}\n`, code: 1, ...(outcome === 'timeout' && { ms }) }
}

/** busybox nslookup. */
export function nslookup(args: readonly string[], world: ShellWorld): Done {
  const [name] = args.filter((arg) => !arg.startsWith('-'))
  if (name === undefined || !world.net) return { out: '', code: name === undefined ? 1 : 0 }
  const { outcome, server, name: full, ips, aliases } = world.net.lookup(name)
  if (outcome === 'timeout') return { out: ';; connection timed out; no servers could be reached\n\n', code: 1, ms: RESOLVER_MS }
  const from = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`
  if (outcome === 'nxdomain') return { out: `${from}** server can't find ${name}: NXDOMAIN\n\n`, code: 1 }
  let current = full
  let out = from
  for (const alias of aliases) {
    out += `${current}\tcanonical name = ${alias}\n`
    current = alias
  }
  return { out: out + ips.map((ip) => `Name:\t${current}\nAddress: ${ip}\n`).join('') + '\n', code: 0 }
}

/** Asks for a URL, of this container itself or of others. */
function ask(url: string, world: ShellWorld, header: string | undefined): Reached & { readonly host: string } {
  const [, scheme, host = '', number] = /^(?:(https?):\/\/)?([^/:?]+)(?::(\d+))?/.exec(url) ?? []
  const port = number === undefined ? (scheme === 'https' ? 443 : 80) : Number(number)
  if (world.net && !isLocal(host)) return { ...world.net.request(url, header), host, port }
  const status = world.fetch(url)
  return { outcome: status === 0 ? 'refused' : 'open', ip: '127.0.0.1', host, port, status }
}

const isLocal = (host: string) => host === 'localhost' || host === '127.0.0.1'
const hostPart = (url: string) => url.replace(/^https?:\/\//, '').replace(/[/?].*$/, '')
const headerHost = (header: string | undefined) => /^host:\s*(\S+)$/i.exec(header ?? '')?.[1]

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  308: 'Permanent Redirect',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
const reason = (status: number) => reasons[status] ?? (status < 400 ? 'OK' : 'Error')

/** `valued` take the word after them, or what follows their letter or `=`; other single letters may stand together. */
function parse(args: readonly string[], valued: readonly string[]): Arguments {
  const values: Record<string, string> = {}
  const words: string[] = []
  const flags = new Set<string>()
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (!arg.startsWith('-') || arg === '-') words.push(arg)
    else if (arg.startsWith('--')) {
      const [name = '', value] = arg.split(/=(.*)/s)
      if (value !== undefined) values[name] = value
      else if (valued.includes(name)) values[name] = args[++i] ?? ''
      else flags.add(name)
    } else {
      for (let at = 1; at < arg.length; at++) {
        const flag = `-${arg[at]}`
        if (!valued.includes(flag)) {
          flags.add(flag)
          continue
        }
        values[flag] = arg.slice(at + 1) || (args[++i] ?? '')
        break
      }
    }
  }
  return { words, values, has: (...wanted) => wanted.some((flag) => flags.has(flag)) }
}
