import { svelte } from '@sveltejs/vite-plugin-svelte'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { contentSecurity } from './scripts/contentSecurity.mjs'
import { headStart } from './scripts/headStart.mjs'
import { offline } from './scripts/offline.mjs'
import { ensureOpening } from './scripts/opening.mjs'
import { pureD3 } from './scripts/pureD3.mjs'
import { ensureSchema } from './scripts/schema.mjs'
import { shareable } from './scripts/shareable.mjs'

/** The pages that are there: the playground, and its light entry for embedding. */
const pages = ['index.html', 'embed.html']
  .map((name) => fileURLToPath(new URL(name, import.meta.url)))
  .filter((file) => existsSync(file))

/** The editor's schema is not committed: whatever runs Vite first makes it. */
const editorSchema = { name: 'editor-schema', buildStart: ensureSchema }

/** Nor is the recorded moment at which the page opens. Tests have no page, and must run when the world does not. */
const recordedOpening: Plugin = {
  name: 'recorded-opening',
  apply: (_config, { mode }) => mode !== 'test',
  buildStart: ensureOpening,
}

export default defineConfig({
  // Relative paths: the built site runs from any sub-path and from any static server.
  base: './',
  plugins: [svelte(), editorSchema, recordedOpening, pureD3, headStart, contentSecurity, shareable(), offline()],
  resolve: {
    alias: [
      // monaco 0.56+ maps './*' to './esm/vs/*.js'; monaco-worker-manager still asks for the long path.
      { find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' },
      // d3-zoom brings it along and needs none of it.
      { find: /^d3-transition$/, replacement: fileURLToPath(new URL('src/render/noTransitions.ts', import.meta.url)) },
    ],
  },
  worker: { format: 'es' },
  optimizeDeps: {
    // Without these, dev re-bundles on the first worker load and reloads the page.
    include: [
      'monaco-yaml',
      'monaco-yaml/yaml.worker.js',
      'monaco-editor/editor',
      'monaco-editor/features/register.all',
      'monaco-editor/editor/editor.worker',
      'monaco-editor/languages/definitions/yaml/yaml',
      'monaco-editor/nls/lang/ko',
    ],
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 5000,
    rolldownOptions: { input: pages, checks: { bundlerTimings: false } },
  },
  server: { host: '127.0.0.1' },
  // As static hosts do: a frame in a sandbox is of no origin, and its scripts are asked for across origins.
  preview: { host: '127.0.0.1', cors: { origin: '*' } },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    testTimeout: 60_000,
  },
})
