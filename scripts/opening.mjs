/**
 * Records what the world answers for the first seconds of the opening. A run is its seed and its commands, so they can be computed here
 * as well as there: the page plays them at once, and the world takes over from it when its thread has come.
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

/** All that the recording follows from. */
const sources = [
  ...readdirSync(join(root, 'src'))
    .filter((floor) => !page.includes(floor))
    .sort()
    .map((floor) => `src/${floor}`),
  'src/ui/opening.ts',
  'src/ui/recording.ts',
  'scenarios/opening',
  'scripts/opening.mjs',
  'package-lock.json',
]

/** Virtual ms that are recorded: longer than the thread takes to come. Then time stands. */
const LENGTH = 20_000
const STEP = 100

/** Records the opening unless it is there and follows from these very sources. */
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
  const modules = await runner.load('src/ui/opening.ts', 'src/world/session.ts', 'src/ui/recording.ts')
  const [{ openingScenario }, { WorldSession }, { record }] = modules
  const from = openingScenario.opensAt
  return record(new WorldSession(openingScenario), { from, until: from + LENGTH, step: STEP })
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) await ensureOpening()
