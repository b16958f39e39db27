import { existsSync } from 'node:fs'
import process from 'node:process'
import { Registry } from '../../src/api/registry'
import { kinds } from '../../src/world/kinds'
import { judge } from './judge'
import { play } from './play'
import { kindsIn, readScenarios, type Scenario } from './scenario'

const registry = new Registry(kinds)

/** Kinds that a scenario uses and the cluster does not serve. */
export const missingKinds = (scenario: Scenario): string[] =>
  kindsIn(scenario, (word) => registry.byResource(word)?.kind).filter((kind) => !registry.get(kind))

/** Plays a scenario and says what came out otherwise than recorded; also what went wrong in the world itself. */
export function complaintsOf(scenario: Scenario, all = false): string[] {
  try {
    return judge(scenario, play(scenario), (kind) => all || registry.get(kind) !== undefined)
  } catch (error) {
    return [
      error instanceof Error
        ? `${error.message}\n${(error.cause as Error | undefined)?.stack ?? error.stack ?? ''}`
        : String(error),
    ]
  }
}

/** `npm run replay -- DIR [NAME...] [--all] [--verbose]`: plays every scenario of a folder in virtual time and counts. Returns the exit code. */
function main(args: readonly string[]): number {
  const [folder, ...wanted] = args.filter((arg) => !arg.startsWith('-'))
  if (!folder || !existsSync(folder)) {
    console.error(folder ? `no such folder: ${folder}` : 'usage: npm run replay -- DIR [NAME...] [--all] [--verbose]')
    return 2
  }
  const all = args.includes('--all')
  const verbose = args.includes('--verbose')
  let passed = 0
  let failed = 0
  for (const scenario of readScenarios(folder)) {
    const { name } = scenario
    if (wanted.length && !wanted.includes(name)) continue
    const missing = missingKinds(scenario)
    if (missing.length) {
      if (all) {
        failed++
        console.log(`${name}: needs ${missing.join(', ')}`)
      } else console.error(`${name}: needs ${missing.join(', ')}`)
      continue
    }
    const complaints = complaintsOf(scenario, all)
    if (complaints.length === 0) passed++
    else failed++
    console.log(`${name}: ${complaints.length === 0 ? 'passed' : 'failed'}`)
    for (const complaint of complaints.slice(0, verbose ? Infinity : 3))
      console.log(`  ${complaint.slice(0, verbose ? Infinity : 300)}`)
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed ? 1 : 0
}

if (process.argv[1]?.endsWith('replay.ts')) process.exitCode = main(process.argv.slice(2))
