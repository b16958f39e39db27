import { defineConfig } from '@playwright/test'
import { systemBrowser } from './scripts/browser.mjs'

const url = `http://127.0.0.1:${Number(process.env.E2E_PORT) || 4173}/`
const onCi = Boolean(process.env.CI)

export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.e2e.ts',
  workers: 2,
  retries: onCi ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01, animations: 'disabled', caret: 'hide' } },
  snapshotPathTemplate: '{testDir}/__screens__/{testFilePath}/{arg}{ext}',
  use: {
    baseURL: url,
    viewport: { width: 1600, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    // Every test has a browser of its own, which would fetch the whole site to keep it.
    serviceWorkers: 'block',
    // Playwright's own download when the system has no browser.
    launchOptions: { executablePath: systemBrowser() },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${new URL(url).port} --strictPort`,
    url,
    reuseExistingServer: !onCi,
  },
})
