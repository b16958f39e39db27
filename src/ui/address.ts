import { lenses } from '../scene/lens'
import { isLanguage, preferredLanguage, type Language } from './i18n/say'
import { speeds } from './playback'
import type { OpeningOptions } from './scenario'
import { kept } from './storage'
import { isTheme, preferredTheme } from './theme'

/**
 * How the address wants the page: `?scenario=ID`, `?theme=dark|light`, `?lang=en|ko`, `?lens=where|owns|talks`, `?speed=0.1|0.25|1|4|16|60|max`, `?paused`, `?t=SECONDS`,
 * `?as=USER`.
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
    ...(asked.get('as') && { as: asked.get('as')! }),
  }
}

/** The address of another scenario, in the same theme and language; what else the address says is about the present run. */
export function addressOf(search: string, scenario: string): string {
  const now = new URLSearchParams(search)
  const next = new URLSearchParams()
  for (const name of ['theme', 'lang']) if (now.has(name)) next.set(name, now.get(name)!)
  next.set('scenario', scenario)
  return `?${next}`
}

function readSpeed(text: string | null): number {
  const wanted = text === 'max' ? Infinity : Number(text ?? NaN)
  return speeds.find((speed) => speed === wanted) ?? 1
}

/** A day is further than anybody means. */
const latest = 86_400

function readSeconds(text: string | null): number | null {
  const seconds = Number(text || NaN)
  return seconds >= 0 && seconds <= latest ? Math.round(seconds * 1000) : null
}
