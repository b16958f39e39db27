import { lenses, type Lens } from '../../scene/lens'
import { isLanguage, type Language } from '../i18n/say'
import { isTheme, type Theme } from '../theme'

/**
 * What the embedding page may ask for, each with an optional `id` that the answer carries:
 * `{type: 'kubarium', command: 'seek', at: 12000, id: 1}`.
 */
export type Order =
  | { readonly command: 'play'; readonly speed?: number }
  | { readonly command: 'pause' }
  | { readonly command: 'reset' }
  | { readonly command: 'state' }
  /** Virtual ms. */
  | { readonly command: 'seek'; readonly at: number }
  /** A whole file of the editor, as if typed. */
  | { readonly command: 'apply'; readonly file: string; readonly text: string }
  | { readonly command: 'lens'; readonly lens: Lens }
  | { readonly command: 'theme'; readonly theme: Theme }
  | { readonly command: 'language'; readonly language: Language }

export type Ordered = Order & { readonly id?: string | number }

/** A day of the cluster, ms: further nobody means to go. */
const LATEST = 86_400_000
/** Letters of a file. */
const LONGEST = 200_000

const isMessage = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  own(data, 'type') === 'kubarium' &&
  own(data, 'command') !== undefined

const own = (data: object, name: string): unknown =>
  Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined

/** Is this meant for us at all? Pages send each other all kinds of messages. */
export const isForUs = isMessage

/** What a message asks for, or a sentence that says what is wrong with it. Takes nothing over but what it has checked. */
export function readOrder(data: Record<string, unknown>): Ordered | string {
  const order = orderOf(data)
  if (typeof order === 'string') return order
  const id = own(data, 'id')
  return typeof id === 'number' || (typeof id === 'string' && id.length <= 100) ? { ...order, id } : order
}

function orderOf(data: Record<string, unknown>): Order | string {
  const command = own(data, 'command')
  switch (command) {
    case 'pause':
    case 'reset':
    case 'state':
      return { command }
    case 'play': {
      const speed = own(data, 'speed')
      if (speed === undefined) return { command }
      return isNumber(speed, 0.1, 60) ? { command, speed } : 'speed must be a number from 0.1 to 60'
    }
    case 'seek': {
      const at = own(data, 'at')
      return isNumber(at, 0, LATEST) ? { command, at } : `at must be a number of ms from 0 to ${LATEST}`
    }
    case 'apply': {
      const [file, text] = [own(data, 'file'), own(data, 'text')]
      if (typeof file !== 'string' || !/^\w[\w.-]{0,60}\.ya?ml$/.test(file)) return 'file must be a name that ends in .yaml'
      return typeof text === 'string' && text.length <= LONGEST
        ? { command, file, text }
        : `text must be a string of at most ${LONGEST} letters`
    }
    case 'lens': {
      const lens = lenses.find((one) => one === own(data, 'lens'))
      return lens ? { command, lens } : `lens must be one of ${lenses.join(', ')}`
    }
    case 'theme': {
      const theme = own(data, 'theme')
      return isTheme(theme) ? { command, theme } : 'theme must be dark or light'
    }
    case 'language': {
      const language = own(data, 'language')
      return isLanguage(language) ? { command, language } : 'language must be en or ko'
    }
    default:
      return 'command must be one of play, pause, seek, apply, reset, lens, theme, language, state'
  }
}

const isNumber = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most
