import type { Camera } from '../scene/camera'
import { lenses } from '../scene/lens'
import { isOn } from './flag'
import { isLanguage, preferredLanguage, type Language } from './i18n/say'
import { speeds } from './playback'
import { parts, type OpeningOptions } from './scenario'
import { kept } from './storage'
import { isTheme, preferredTheme } from './theme'

/** How the address wants the page, and what it wants of an embed besides. */
export interface Asked extends OpeningOptions {
  /** Nothing runs until the reader asks for it. */
  readonly waits: boolean
  /** The only origin that may send messages, or '' for whoever embeds the page. */
  readonly origin: string
  /** The theme is the browser's, and follows it, because the address names none. */
  readonly followsTheme: boolean
}

/**
 * All that an address can ask for, in any combination. A bare option is on; unknown names and values are passed over; what it does not say
 * comes from the last visit (never in an embed), then from the browser.
 *
 * | option                          | what it does                                                                     | where      |
 * | ------------------------------- | -------------------------------------------------------------------------------- | ---------- |
 * | `scenario=ID`                   | opens a scenario; see `scenarios/`                                               | both       |
 * | `src=URL` `gist=ID`             | opens files from elsewhere (`share/opening.ts`)                                  | both       |
 * | `seed=NUMBER`                   | another run of the same scenario                                                 | both       |
 * | `cmd=LINES`                     | commands of kubectl, apart by `;` or given several times (`command/carryOut.ts`) | both       |
 * | `t=SECONDS` `speed=` `paused`   | where and how time begins; speeds 0.1, 0.25, 1, 4, 16, 60, max                   | both       |
 * | `lens=where`, `owns` or `talks` | the lens                                                                         | both       |
 * | `d=X,Y,ZOOM`                    | the camera: the point of the stage in the middle                                 | both       |
 * | `as=USER`                       | acts as somebody else                                                            | both       |
 * | `readonly`                      | the reader may look and turn back time, but not change anything                  | both       |
 * | `hide=PART,PART`                | leaves out `top editor timeline inspector`, `field caption steps open`, `share`   | see `parts` |
 * | `scale=FACTOR`                  | everything larger or smaller, from 0.75 to 2                                     | both       |
 * | `nointro`                       | nothing is said of the scenario, no line is lit                                  | both       |
 * | `theme=` `lang=`                | dark or light, en or ko                                                          | both       |
 * | `projector`                     | for a whole room                                                                 | playground |
 * | `embed`                         | leads on to `embed.html` (`app/main.ts`)                                         | playground |
 * | `ctl`                           | nothing runs before a click                                                      | embed      |
 * | `origin=ORIGIN`                 | only from there messages are heard                                               | embed      |
 */
export function readAddress(search: string, languages: readonly string[]): Asked {
  const asked = new URLSearchParams(search)
  const theme = asked.get('theme')
  const language = asked.get('lang')
  const known: Language | null = isLanguage(language) ? language : kept('language', isLanguage)
  const hidden = asked.getAll('hide').flatMap((text) => text.split(','))
  const commands = asked.getAll('cmd').filter(Boolean)
  return {
    scenario: asked.get('scenario') || null,
    theme: isTheme(theme) ? theme : preferredTheme(),
    language: known ?? preferredLanguage(languages),
    lens: lenses.find((lens) => lens === asked.get('lens')) ?? null,
    speed: readSpeed(asked.get('speed')),
    paused: isOn(asked, 'paused'),
    at: readSeconds(asked.get('t')),
    waits: isOn(asked, 'ctl'),
    hidden: new Set(parts.filter((part) => hidden.includes(part))),
    origin: asked.get('origin') ?? '',
    followsTheme: !isTheme(theme),
    ...(isOn(asked, 'projector') && { projector: true }),
    ...(isOn(asked, 'readonly') && { readonly: true }),
    ...(isOn(asked, 'nointro') && { plain: true }),
    ...(asked.get('as') && { as: asked.get('as')! }),
    ...(commands.length && { commands }),
    ...readSeed(asked.get('seed')),
    ...readCamera(asked.get('d')),
    ...readScale(asked.get('scale')),
  }
}

/** Does the address hold a run, or name files elsewhere? What it wants then comes with the share chunk. */
export const holdsRun = ({ search, hash }: { readonly search: string; readonly hash: string }): boolean =>
  /^#v\d/.test(hash) || ['gist', 'src'].some((name) => new URLSearchParams(search).get(name))

/** The address of another scenario on the same page; what else the address says is about the present run. */
export const addressOf = (search: string, scenario: string): string => `?${samePage(search, { scenario })}`

/** The address of another run that the hash holds. */
export const addressWith = (search: string, hash: string): string => `?${samePage(search)}${hash}`

/** What is about the page and not about what it shows. */
const lasting = ['theme', 'lang', 'readonly', 'hide', 'scale']

function samePage(search: string, more: Readonly<Record<string, string>> = {}): URLSearchParams {
  const now = new URLSearchParams(search)
  const next = new URLSearchParams()
  for (const name of lasting) if (now.has(name)) next.set(name, now.get(name)!)
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

/** Smaller than this nobody can read it, larger than that nothing has room. */
const scales = { least: 0.75, most: 2 }

function readScale(text: string | null): { readonly scale?: number } {
  const scale = Number(text || NaN)
  return scale > 0 ? { scale: Math.min(scales.most, Math.max(scales.least, scale)) } : {}
}

/** A day is further than anybody means. */
const latest = 86_400

function readSeconds(text: string | null): number | null {
  const seconds = Number(text || NaN)
  return seconds >= 0 && seconds <= latest ? Math.round(seconds * 1000) : null
}
