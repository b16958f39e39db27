import type { Done, ShellWorld } from './tools'

/** A program that asks a server something, and what it says when that answers. */
interface Client {
  readonly port: number
  /** Flags that take the host, and the port. */
  readonly host: readonly string[]
  readonly ports: readonly string[]
  /** Variables that it takes them from. */
  readonly env?: readonly [host: string, port: string]
  readonly says: (args: readonly string[]) => string
  readonly fails: { readonly text: string; readonly code: number }
}

type Variables = Readonly<Record<string, string>>
const none = () => ''

const mysql: Client = {
  port: 3306,
  host: ['-h', '--host'],
  ports: ['-P', '--port'],
  says: (args) => (args.includes('ping') ? 'mysqld is alive\n' : /select\s+1/i.test(args.join(' ')) ? '1\n1\n' : ''),
  fails: { text: "ERROR 2003 (HY000): Can't connect to MySQL server\n", code: 1 },
}
const postgres: Client = {
  port: 5432,
  host: ['-h', '--host'],
  ports: ['-p', '--port'],
  env: ['PGHOST', 'PGPORT'],
  says: none,
  fails: { text: 'psql: error: connection to server failed: Connection refused\n', code: 2 },
}
const mongo: Client = {
  port: 27017,
  host: ['--host'],
  ports: ['--port'],
  says: (args) => {
    const script = args.join(' ')
    return script.includes('.ok') ? '1\n' : script.includes('ping') || script.includes('hello') ? '{ ok: 1 }\n' : ''
  },
  fails: { text: 'MongoNetworkError: connect ECONNREFUSED\n', code: 1 },
}
const rabbit: Client = {
  port: 5672,
  host: [],
  ports: [],
  says: (args) => (args.includes('ping') ? 'Ping succeeded\n' : ''),
  fails: { text: 'Error: unable to perform an operation on node\n', code: 69 },
}
const cassandra: Client = {
  port: 9042,
  host: [],
  ports: [],
  says: (args) =>
    args.includes('status') ? 'UN  127.0.0.1  100 KiB  256  100.0%  rack1\n' : args.includes('statusbinary') ? 'running\n' : '',
  fails: { text: 'Connection error\n', code: 1 },
}

const clients: Readonly<Record<string, Client>> = {
  mysql,
  mariadb: mysql,
  mysqladmin: mysql,
  'mariadb-admin': mysql,
  psql: postgres,
  pg_isready: {
    ...postgres,
    says: () => 'localhost:5432 - accepting connections\n',
    fails: { text: 'localhost:5432 - no response\n', code: 2 },
  },
  'redis-cli': {
    port: 6379,
    host: ['-h'],
    ports: ['-p'],
    says: (args) => {
      const word = args.join(' ').toLowerCase()
      if (/\bping\b/.test(word)) return 'PONG\n'
      return /\bcluster info\b/.test(word) ? 'cluster_state:ok\n' : /\binfo\b/.test(word) ? 'role:master\nloading:0\n' : 'OK\n'
    },
    fails: { text: 'Could not connect to Redis: Connection refused\n', code: 1 },
  },
  mongo,
  mongosh: mongo,
  'rabbitmq-diagnostics': rabbit,
  rabbitmqctl: rabbit,
  nodetool: cassandra,
  cqlsh: cassandra,
}

/** How long such a program takes, ms. */
const CLIENT_MS = 100

/** What a client of a well-known server comes to; undefined for programs that are none, or that do more than ask. */
export function answerOf(argv: readonly string[]): ((world: ShellWorld, vars: Variables) => Done) | undefined {
  const [name = '', ...args] = argv
  const base = name.slice(name.lastIndexOf('/') + 1)
  const client = Object.hasOwn(clients, base) ? clients[base]! : undefined
  if (!client) return undefined
  return (world, vars) => {
    const [hostName, portName] = client.env ?? []
    const uri = /\b\w+:\/\/(?:[^@/\s]*@)?([^:/,\s]+)(?::(\d+))?/.exec(args.join(' '))
    const host = flag(args, client.host) ?? uri?.[1] ?? (hostName && vars[hostName])
    const port = Number(flag(args, client.ports) ?? uri?.[2] ?? (portName && vars[portName]) ?? client.port)
    const { ok, ms } = reach(world, host, port, flag(args, client.ports) === undefined)
    const { text, code } = client.fails
    if (!ok) return { out: text, code, ms }
    const out = client.says(args)
    return { out, code: 0, ms: CLIENT_MS, ...(out === '' && { vague: true }) }
  }
}

/** Own name and addresses are the container itself; without a port it is asked at its socket. */
function reach(
  world: ShellWorld,
  host: string | undefined,
  port: number,
  anyPort: boolean,
): { readonly ok: boolean; readonly ms: number } {
  const local =
    !host || host === 'localhost' || host === '127.0.0.1' || host === '::1' || host === world.hostname || host === '0.0.0.0'
  if (local) return { ok: (anyPort && world.serves?.()) || world.connects('localhost', port), ms: CLIENT_MS }
  if (!world.net) return { ok: world.connects(host, port), ms: CLIENT_MS }
  const { outcome } = world.net.connect(host, port)
  return { ok: outcome === 'open', ms: outcome === 'timeout' || outcome === 'nameless' ? 5000 : CLIENT_MS }
}

/** `-h db`, `-hdb`, `--host db`, `--host=db`. */
function flag(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [i, arg] of args.entries()) {
    for (const name of names) {
      if (arg === name) return args[i + 1]
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1)
      if (name.length === 2 && arg.startsWith(name) && !arg.startsWith('--')) return arg.slice(2)
    }
  }
  return undefined
}

/** Their names. */
export const clientNames: readonly string[] = Object.keys(clients)
