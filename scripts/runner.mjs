/** Loads TypeScript modules headless through Vite, so that import.meta.glob, JSON and ?raw imports work as in the page. */
import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Opens a module runner: no server, no file watching, packages stay with Node.
 * @returns {Promise<{ load(file: string): Promise<Record<string, unknown>>, close(): Promise<void> }>}
 */
export async function openRunner() {
  const { createRunnableDevEnvironment, resolveConfig } = await import('vite')
  const config = await resolveConfig(
    {
      root,
      configFile: false,
      envDir: false,
      logLevel: 'error',
      environments: {
        headless: {
          consumer: 'server',
          dev: { moduleRunnerTransform: true },
          resolve: { external: true, mainFields: [], conditions: ['node'] },
        },
      },
    },
    'serve',
  )
  const environment = createRunnableDevEnvironment('headless', config, { runnerOptions: { hmr: false }, hot: false })
  await environment.init()
  return {
    load: (file) => environment.runner.import(resolve(root, file)),
    close: () => environment.close(),
  }
}
