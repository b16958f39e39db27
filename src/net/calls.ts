import type { Pod } from '../kube/kinds/pod/api'

/** Somebody whom a pod asks whenever it is asked itself. */
export interface Call {
  readonly host: string
  /** Undefined: the first port of the service. */
  readonly port: number | undefined
}

const naming = /(^|_)(ADDR|ADDRESS|HOST|URL|URI|ENDPOINT)$/
const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?([a-z0-9]([-a-z0-9.]*[a-z0-9])?)(?::(\d+))?(?:[/?].*)?$/i

const known = new WeakMap<Pod['spec'], readonly Call[]>()

/** Whom a pod calls, as its environment names them: `REDIS_ADDR=redis:6379`, `API_URL=http://api/v1`. */
export function callsOf({ spec }: Pod): readonly Call[] {
  let calls = known.get(spec)
  if (!calls) {
    const found = new Map<string, Call>()
    for (const { env = [] } of spec.containers) {
      for (const { name, value = '' } of env) {
        const match = naming.test(name) ? address.exec(value.trim()) : null
        if (!match || /^(localhost|0\.0\.0\.0|127\.)/.test(match[1]!)) continue
        const call = { host: match[1]!, port: match[3] === undefined ? undefined : Number(match[3]) }
        found.set(`${call.host}:${call.port ?? ''}`, call)
      }
    }
    calls = [...found.values()]
    known.set(spec, calls)
  }
  return calls
}
