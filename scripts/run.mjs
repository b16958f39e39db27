/** `node scripts/run.mjs ENTRY.ts [ARGS...]`: runs a TypeScript program headless; it sees its own arguments as process.argv.slice(2). */
import process from 'node:process'
import { resolve } from 'node:path'
import { openRunner } from './runner.mjs'
import { setup } from './setup.mjs'

const [entry, ...args] = process.argv.slice(2)
if (!entry) {
  console.error('usage: node scripts/run.mjs ENTRY.ts [ARGS...]')
  process.exit(2)
}
process.argv = [process.argv[0] ?? 'node', resolve(entry), ...args]

try {
  await setup()
  const runner = await openRunner()
  await runner.load(entry)
} catch (error) {
  console.error(error)
  process.exit(1)
}
