import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { same, type Adapter, type Case, type Json } from './adapter'

/** A case that did not come out as it should. */
export type Failure = { name: string; expected: Json; got: unknown }

/** What one vector file came to. */
export type Result = { name: string; passed: number; failures: Failure[] }

// Each adapter has its own types; here they are only handed on.
type AnyAdapter = Adapter<Json, Json>

const modules = import.meta.glob<{ default: AnyAdapter }>('./adapters/*.ts', { eager: true })

/** The adapters by the name of their vector file. */
export const adapters = new Map(
  Object.keys(modules)
    .sort()
    .map((path) => [basename(path, '.ts'), modules[path]!.default]),
)

/** Names of the vector files in a folder, sorted, without `.json`. */
export const vectorNames = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => basename(file, '.json'))

/** Puts every case of one file to its adapter; without one all of them fail. */
export function runFile(folder: string, name: string): Result {
  const adapter = adapters.get(name) ?? missing(name)
  const file: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  const cases = adapter.cases?.(file) ?? (file as { cases: Case[] }).cases
  const failures = cases.flatMap((one) => runCase(adapter, one))
  return { name, passed: cases.length - failures.length, failures }
}

const missing = (name: string): AnyAdapter => ({
  run() {
    throw new Error(`no adapter for ${name}.json`)
  },
  cases: (file) => (file as { cases?: Case[] }).cases ?? [{ name, in: null, out: null }],
})

function runCase(adapter: AnyAdapter, { name, in: input, out }: Case): Failure[] {
  try {
    const { op } = (input ?? {}) as { op?: string }
    if (adapter.ops && !adapter.ops.includes(op ?? '')) throw new Error(`no operation ${op ?? '(none)'}`)
    const got = adapter.run(input)
    if (got === undefined) throw new Error(`no answer to ${op ?? 'this case'}`)
    return (adapter.equal ?? same)(out, got, input) ? [] : [{ name, expected: out, got }]
  } catch (error) {
    return [{ name, expected: out, got: error instanceof Error ? (error.stack ?? error.message) : String(error) }]
  }
}
