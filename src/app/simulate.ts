import process from 'node:process'
import { readManifests } from './simulate/files'
import { InputError, readOptions, usage } from './simulate/options'
import { asJson, asTables } from './simulate/print'
import { simulate } from './simulate/run'

/** `npm run simulate`: applies manifests to a fresh world, runs virtual time and prints what a person would see. Returns the exit code. */
function main(words: readonly string[]): number {
  const options = readOptions(words)
  if (options.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const files = readManifests(options.paths)
  const began = performance.now()
  const outcome = simulate(files, options)
  const wallMs = options.time ? Math.round(performance.now() - began) : 0
  process.stdout.write(options.output === 'json' ? asJson(outcome, wallMs) : asTables(outcome))
  for (const { file, line, message } of outcome.rejected) process.stderr.write(`${file}:${line}: ${message}\n`)
  if (options.time && options.output === 'wide') process.stderr.write(`took ${wallMs} ms\n`)
  return outcome.rejected.length || (options.until === 'settled' && !outcome.settled) ? 1 : 0
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof InputError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
