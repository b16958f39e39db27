import { existsSync } from 'node:fs'
import { runFile, vectorNames } from './run'

/** `npm run conformance -- DIR [--verbose]`: puts every vector file of a folder to our code and counts. */
function main(args: string[]): number {
  const folder = args.find((arg) => !arg.startsWith('-'))
  if (!folder || !existsSync(folder)) {
    console.error(folder ? `no such folder: ${folder}` : 'usage: npm run conformance -- DIR [--verbose]')
    return 2
  }
  const verbose = args.includes('--verbose')
  let passed = 0
  let failed = 0
  for (const name of vectorNames(folder)) {
    const result = runFile(folder, name)
    passed += result.passed
    failed += result.failures.length
    console.log(`${name}: ${result.passed} passed, ${result.failures.length} failed`)
    if (verbose)
      for (const { name, expected, got } of result.failures)
        console.log(`  ${name}\n    expected ${text(expected)}\n    got      ${text(got)}`)
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

process.exitCode = main(process.argv.slice(2))
