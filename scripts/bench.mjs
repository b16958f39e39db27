/**
 * `npm run bench [-- NAME...]`: runs tests/bench/*.bench.ts, one JSON object per line on stdout:
 * `{ name, value, unit, baseline, ratio, detail }`. NAME picks benches whose file name contains it.
 * A bench file's default export is `async function (report)`.
 */
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openRunner } from './runner.mjs'
import { setup } from './setup.mjs'

const folder = fileURLToPath(new URL('../tests/bench', import.meta.url))
const wanted = process.argv.slice(2).map((name) => name.toLowerCase().replaceAll('-', ''))
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.toLowerCase().includes(name)))
  .sort()

if (files.length === 0) {
  console.error(`no bench is named ${process.argv.slice(2).join(', ')}`)
  process.exit(2)
}
await setup()
const runner = await openRunner()
for (const file of files) await runBench(file)

/** One bench that fails does not keep the others from running. */
async function runBench(file) {
  try {
    const [{ default: bench }] = await runner.load(`tests/bench/${file}`)
    await bench((result) => console.log(JSON.stringify(result)))
  } catch (error) {
    console.error(`${file}:`, error)
    process.exitCode = 1
  }
}
