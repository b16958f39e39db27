import type { Camera } from '../scene/camera'
import { lenses } from '../scene/lens'
import { isLanguage, preferredLanguage, type Language } from './i18n/say'
import { speeds } from './playback'
import type { OpeningOptions } from './scenario'
import { kept } from './storage'
import { isTheme, preferredTheme } from './theme'

/**
 * How the address wants the page: `?scenario=ID`, `?theme=dark|light`, `?lang=en|ko`, `?lens=where|owns|talks`, `?speed=0.1|0.25|1|4|16|60|max`, `?paused`, `?t=SECONDS`,
 * `?as=USER`, `?projector`, `?seed=NUMBER`, `?d=X,Y,ZOOM` (the point of the stage in the middle).
 * What it does not say comes from the last visit, then from the browser. Unknown names and values are passed over.
 */
export function readAddress(search: string, languages: readonly string[]): OpeningOptions {
  const asked = new URLSearchParams(search)
  const theme = asked.get('theme')
  const language = asked.get('lang')
  const known: Language | null = isLanguage(language) ? language : kept('language', isLanguage)
  const paused = asked.get('paused')
  return {
    scenario: asked.get('scenario') || null,
    theme: isTheme(theme) ? theme : preferredTheme(),
    language: known ?? preferredLanguage(languages),
    lens: lenses.find((lens) => lens === asked.get('lens')) ?? null,
    speed: readSpeed(asked.get('speed')),
    paused: paused !== null && paused !== '0' && paused !== 'false',
    at: readSeconds(asked.get('t')),
    ...(asked.has('projector') && asked.get('projector') !== '0' && { projector: true }),
    ...(asked.get('as') && { as: asked.get('as')! }),
    ...readSeed(asked.get('seed')),
    ...readCamera(asked.get('d')),
  }
}

/** Does the address hold a run, or name files elsewhere? What it wants then comes with the share chunk. */
export const holdsRun = ({ search, hash }: { readonly search: string; readonly hash: string }): boolean =>
  /^#v\d/.test(hash) || ['gist', 'src'].some((name) => new URLSearchParams(search).get(name))

/** The address of another scenario, in the same theme and language; what else the address says is about the present run. */
export const addressOf = (search: string, scenario: string): string => `?${sameLook(search, { scenario })}`

/** The address of another run that the hash holds. */
export const addressWith = (search: string, hash: string): string => `?${sameLook(search)}${hash}`

function sameLook(search: string, more: Readonly<Record<string, string>> = {}): URLSearchParams {
  const now = new URLSearchParams(search)
  const next = new URLSearchParams()
  for (const name of ['theme', 'lang']) if (now.has(name)) next.set(name, now.get(name)!)
  for (const [name, value] of Object.entries(more)) next.set(name, value)
  return next
}

function readSpeed(text: string | null): number {
  const wanted = text === 'max' ? Infinity : Number(text ?? NaN)
  return speeds.find((speed) => speed === wanted) ?? 1
}

function readSeed(text: string | null): { readonly seed?: number } {
  const seed = Number(text || NaN)
  return Number.isSafeInteger(seed) ? { seed } : {}
}

function readCamera(text: string | null): { readonly camera?: Camera } {
  const [x, y, k, ...more] = (text ?? '').split(',').map((part) => (part.trim() ? Number(part) : NaN))
  const isOne = !more.length && [x, y, k].every(Number.isFinite) && k! >= 0.01 && k! <= 20
  return isOne ? { camera: { x: x!, y: y!, k: k! } } : {}
}

/** A day is further than anybody means. */
const latest = 86_400

function readSeconds(text: string | null): number | null {
  const seconds = Number(text || NaN)
  return seconds >= 0 && seconds <= latest ? Math.round(seconds * 1000) : null
}
