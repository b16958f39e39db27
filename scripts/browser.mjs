/** Finds the Chromium-like browser that tests and screenshots drive. Nothing here installs anything. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable']

const places = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((key) => {
    const base = process.env[key]
    return base ? [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Microsoft/Edge/Application/msedge.exe')] : []
  }),
}

/** The executable named by CHROME_BIN, or one on PATH, or in the usual place of the system; undefined when there is none. */
export function systemBrowser() {
  const chosen = process.env.CHROME_BIN
  if (chosen) return chosen
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = [...names.flatMap((name) => onPath.map((dir) => join(dir, name))), ...(places[process.platform] ?? [])]
  return candidates.find(runs)
}

/** The browser to launch: the system's, else the one that Playwright downloaded; undefined when there is none. */
export async function findBrowser() {
  const system = systemBrowser()
  if (system) return system
  const { chromium } = await import('playwright')
  const own = chromium.executablePath()
  return own && existsSync(own) ? own : undefined
}

function runs(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
