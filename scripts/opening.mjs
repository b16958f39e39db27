/**
 * Records what the world answers for the moment at which the page opens. A run is its seed and its commands, so that moment can be
 * computed here as well as there: the page shows it at once, and the world takes over from it when its thread has come.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openRunner } from './runner.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'src/ui/opening.generated.json')

/** What only draws the world, and has no say in what happens there. */
const page = ['scene', 'render', 'ui', 'app']

/** All that the recorded moment follows from. */
const sources = [
  ...readdirSync(join(root, 'src'))
    .filter((floor) => !page.includes(floor))
    .sort()
    .map((floor) => `src/${floor}`),
  'src/ui/opening.ts',
  'scenarios/opening',
  'scripts/opening.mjs',
  'package-lock.json',
]

/** Records the opening moment unless it is there and follows from these very sources. */
export async function ensureOpening() {
  const mark = fingerprint()
  if (existsSync(target) && JSON.parse(readFileSync(target, 'utf8')).$comment === mark) return
  writeFileSync(target, JSON.stringify({ $comment: mark, ...(await recordOpening()) }))
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((name) => filesOf(join(root, name))))
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}

async function recordOpening() {
  const runner = await openRunner()
  try {
    const { openingScenario } = await runner.load('src/ui/opening.ts')
    const { WorldSession } = await runner.load('src/world/session.ts')
    return new WorldSession(openingScenario).seek(openingScenario.opensAt)
  } finally {
    await runner.close()
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) await ensureOpening()
