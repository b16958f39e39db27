import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** Floors of the house: lower never imports higher, folders of one floor never import each other. */
const floors: Record<string, number> = {
  kernel: 0,
  machine: 1,
  api: 1,
  control: 2,
  runtime: 2,
  net: 2,
  kube: 3,
  docker: 3,
  world: 4,
  live: 4,
  scene: 5,
  lessons: 5,
  cli: 5,
  render: 6,
  ui: 7,
  app: 8,
}
/** A kind's folder holds one facet a floor, told by file name; a facet may use its floor. */
const facets: Record<string, number> = {
  'api.ts': 1.5,
  'controller.ts': 2.5,
  'component.ts': 2.5,
  'summary.ts': 4.5,
  'glyph.ts': 5.5,
  'Inspector.svelte': 7,
}
/** Where libraries may be imported. */
const homes: [RegExp, RegExp][] = [
  [/^xstate/, /^machine\/|\.machine\.ts$/],
  [/^monaco-/, /^ui\/editor\//],
  [/^d3/, /^(scene|render)\//],
  [/^svelte/, /\.svelte(\.ts)?$|^ui\/|^app\//],
  [/^yaml/, /^(api|world|ui)\//],
  [/^uqr/, /^ui\/share\//],
]
const impure =
  /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|crypto\.|setTimeout\(|setInterval\(|queueMicrotask|async |await |Promise|document\.|window\.|localeCompare)/

const root = resolve('src')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.d.ts'))
  .sort()
const kindOf = (file: string) => /\/kinds\/(\w+)\/([\w.]+)$/.exec(/\.(ts|svelte)$/.test(file) ? file : `${file}.ts`)
const floor = (file: string) => facets[kindOf(file)?.[2] ?? ''] ?? floors[file.split('/')[0]!] ?? Infinity
const imports = (code: string) => [...code.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, spec]) => spec!)

test.each(files)('%s keeps its floor', (file) => {
  const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const wrong = imports(code).filter((spec) => {
    if (!spec.startsWith('.')) return homes.some(([library, home]) => library.test(spec) && !home.test(file))
    const to = relative(root, resolve(root, dirname(file), spec))
    if (to.startsWith('..')) return !to.startsWith('../scenarios/')
    const mine = kindOf(file)
    const theirs = kindOf(to)
    if (mine && theirs && mine[1] !== theirs[1]) return theirs[2] !== 'api.ts'
    return (
      floor(to) > Math.max(floor(file), mine ? 3 : 0) || (floor(to) === floor(file) && to.split('/')[0] !== file.split('/')[0])
    )
  })
  expect({ wrong, impure: floor(file) < 6 ? (code.match(impure)?.[0] ?? null) : null }).toEqual({ wrong: [], impure: null })
})
