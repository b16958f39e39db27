/** Makes a fresh machine ready. Says nothing when there is nothing to do. Only node: modules, for it runs before any package exists. */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.kubarium-setup')
const lock = join(root, 'package-lock.json')

/**
 * Installs packages when they are missing or older than the lock file; a browser, and a font with Korean, when asked for.
 * @param {{ browser?: boolean, fonts?: boolean }} [needs]
 * @returns {Promise<{ browser: string | undefined }>} path of the browser, when asked for and found
 */
export async function setup({ browser = false, fonts = false } = {}) {
  requireNode()
  if (packagesAreStale()) installPackages()
  const found = browser ? await provideBrowser() : undefined
  if (fonts) provideKoreanFont()
  return { browser: found }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const fine = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  if (!fine) throw new Error(`Node ${process.versions.node} is too old: Kubarium needs Node 20.19 or 22.12 and newer`)
}

function packagesAreStale() {
  const marks = [stamp, join(root, 'node_modules', '.package-lock.json')].filter((file) => existsSync(file))
  return statSync(lock).mtimeMs > Math.max(0, ...marks.map((file) => statSync(file).mtimeMs))
}

function installPackages() {
  console.error('Installing packages (npm ci)...')
  const npm = process.env.npm_execpath
  const done =
    npm && /\.c?js$/.test(npm)
      ? run(process.execPath, [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'])
      : run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (!done) throw new Error('npm ci failed: see its messages above')
  writeFileSync(stamp, '')
}

async function provideBrowser() {
  const found = await findBrowser()
  if (found) return found
  console.error('No Chromium found, installing one...')
  run(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'])
  if (!(await findBrowser())) installDebian('chromium')
  const installed = await findBrowser()
  if (!installed)
    console.error('No browser: install Chrome or Chromium (`sudo apt-get install -y chromium`), or set CHROME_BIN to one.')
  return installed
}

/** Only pictures need it: without one, Korean shows as boxes, and nothing else is wrong. */
function provideKoreanFont() {
  const fonts = spawnSync('fc-list', [':lang=ko'], { encoding: 'utf8' })
  if (fonts.status === 0 && !fonts.stdout.trim()) installDebian('fonts-noto-cjk')
}

/** Installs a package where that needs no password; elsewhere the hint has to do. */
function installDebian(name) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return
  const [command, ...asRoot] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get']
  run(command, [...asRoot, 'update', '-qq'])
  run(command, [...asRoot, 'install', '-y', '-qq', '--no-install-recommends', name])
}

/** Output of installers goes to stderr: stdout belongs to the program that asked for the setup. */
function run(command, args) {
  const shell = process.platform === 'win32' && !command.endsWith('.exe')
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], shell }).status === 0
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url))
  await setup({ browser: process.argv.includes('--browser') })
