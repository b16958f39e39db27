/**
 * Runs TypeScript headless as the page would run it: bundled through Vite, so that import.meta.glob, JSON and ?raw imports work, and so
 * that its speed is the speed of what ships (a module runner reads every imported name through a getter, which halves it).
 */
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const scripts = join(root, 'scripts/')
/** Within node_modules, so that packages which stay with Node are found from there. */
const parent = join(root, 'node_modules', '.kubarium-run')

/**
 * Opens a runner: no server, no file watching. `load` bundles files together, so that they share what they import, and answers with their
 * modules in that order. Packages that the page bundles are bundled here too; those of the tools stay with Node.
 * What it wrote goes when the process ends: a program may import parts of itself long after its first line ran.
 * @returns {Promise<{ load(...files: string[]): Promise<Record<string, unknown>[]> }>}
 */
export async function openRunner() {
  const { build } = await import('vite')
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'run-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // What is thrown names the line of the source.
  process.setSourceMapsEnabled(true)
  let loads = 0
  return {
    async load(...files) {
      const outDir = join(folder, String(++loads))
      const input = Object.fromEntries(files.map((file, i) => [`entry${i}`, resolve(root, file)]))
      await keepingNodeEnv(() =>
        build({
          root,
          configFile: false,
          envDir: false,
          publicDir: false,
          logLevel: 'error',
          plugins: [ownScripts],
          ssr: { noExternal: Object.keys(dependencies) },
          build: {
            ssr: true,
            outDir,
            target: 'node20',
            minify: false,
            sourcemap: true,
            rolldownOptions: { input, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
          },
        }),
      )
      return Promise.all(files.map((_, i) => import(pathToFileURL(join(outDir, `entry${i}.mjs`)).href)))
    },
  }
}

/** The scripts of the project stay where they are: they find its folders from their own place. */
const ownScripts = {
  name: 'own-scripts',
  enforce: 'pre',
  resolveId(source, importer) {
    if (!importer || !source.startsWith('.')) return null
    const file = resolve(dirname(importer), source)
    return file.startsWith(scripts) && file.endsWith('.mjs') ? { id: pathToFileURL(file).href, external: true } : null
  },
}

/** A build declares the whole process to be production; who opens a server later must not find that. */
async function keepingNodeEnv(act) {
  const { NODE_ENV } = process.env
  try {
    await act()
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}
