/** `npm test`: every check in turn, none skipped because an earlier one failed. The last line is `N passed, M failed`. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensureSchema } from './schema.mjs'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = {
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  svelteCheck: 'svelte-check/bin/svelte-check',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
}
const reports = mkdtempSync(join(tmpdir(), 'kubarium-test-'))
const total = { passed: 0, failed: 0 }

try {
  const { browser } = await setup({ browser: true })
  await ensureSchema()
  stage('lint', () => oneCheck([node(bin.eslint, '.'), node(bin.prettier, '--check', '.', '--log-level', 'warn')]))
  stage('types', () => oneCheck([node(bin.svelteCheck, '--tsconfig', './tsconfig.json', '--output', 'human')]))
  stage('unit', unitTests)
  const built = stage('build', () => oneCheck([run([join(root, 'scripts/build.mjs')])]))
  const port = String(await freePort())
  stage('e2e', () => (built && browser ? browserTests(port) : cannotRun(built ? 'there is no browser' : 'the build failed')))
} catch (error) {
  console.error(error)
  total.failed += 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed ? 1 : 0

/** Runs one stage and adds its counts; a stage that itself breaks is one failure. Answers whether all of it passed. */
function stage(name, count) {
  const started = Date.now()
  console.log(`\n== ${name}`)
  const { passed, failed } = counted(count)
  total.passed += passed
  total.failed += failed
  console.log(`== ${name}: ${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  return failed === 0
}

function counted(count) {
  try {
    return count()
  } catch (error) {
    console.error(error)
    return { passed: 0, failed: 1 }
  }
}

function oneCheck(codes) {
  const failed = codes.some((code) => code !== 0)
  return { passed: failed ? 0 : 1, failed: failed ? 1 : 0 }
}

function cannotRun(why) {
  console.error(`not run: ${why}`)
  return { passed: 0, failed: 1 }
}

function unitTests() {
  const file = join(reports, 'vitest.json')
  const code = node(bin.vitest, 'run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`)
  const report = readReport(file)
  // A file that could not even be loaded has no tests to count, yet it is a failure.
  const broken = report.testResults.filter(
    (one) => one.status === 'failed' && !one.assertionResults.some((t) => t.status === 'failed'),
  )
  return trusted(code, { passed: report.numPassedTests, failed: report.numFailedTests + broken.length })
}

function browserTests(port) {
  const file = join(reports, 'playwright.json')
  const code = run([join(root, 'node_modules', bin.playwright), 'test', '--pass-with-no-tests', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    E2E_PORT: port,
  })
  const { stats, errors } = readReport(file)
  return trusted(code, { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length })
}

/** A runner that fails without naming a failed test still fails. */
function trusted(code, { passed, failed }) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

function readReport(file) {
  if (!existsSync(file)) throw new Error('the test runner ended without a report')
  return JSON.parse(readFileSync(file, 'utf8'))
}

function node(tool, ...args) {
  return run([join(root, 'node_modules', tool), ...args])
}

function run(args, env = {}) {
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .status ?? 1
  )
}

/** A port of our own, so that a server left over elsewhere is never mistaken for this build. */
function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}
