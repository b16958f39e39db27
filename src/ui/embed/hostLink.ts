import type { PageState } from '../handle'
import { isForUs, readOrder, type Ordered } from './messages'

/** What an embed tells the page around it. */
export type News =
  | { readonly event: 'ready' }
  /** CSS px that the embed would like to be high at its present width. */
  | { readonly event: 'resize'; readonly height: number }
  | { readonly event: 'state'; readonly state: PageState; readonly id?: string | number }
  /** A goal of the scenario was reached. */
  | { readonly event: 'goal'; readonly id: string }
  | { readonly event: 'done'; readonly id: string | number }
  | { readonly event: 'refused'; readonly message: string; readonly id?: string | number }

/** More orders than this at once are refused: whoever sends them does not wait for answers. */
const MOST_WAITING = 100

/** The origin of the page around this one, as far as the browser tells; '' where it does not. */
export function originOfHost(): string {
  const [nearest] = location.ancestorOrigins ?? []
  if (nearest) return nearest
  try {
    return document.referrer ? new URL(document.referrer).origin : ''
  } catch {
    return ''
  }
}

/**
 * The link to the page around an embed. Only that page is heard, only from `origin` when one is named, and its orders are carried out one
 * after the other. Answers nothing to others.
 */
export function openHostLink(origin: string, carryOut: (order: Ordered) => Promise<News | null>): { tell(news: News): void } {
  const host = window.parent
  if (host === window) return { tell: () => undefined }
  const allowed = origin || originOfHost()
  const tell = (news: News): void =>
    host.postMessage({ type: 'kubarium', ...news }, allowed && allowed !== 'null' ? allowed : '*')
  let waiting = 0
  let last = Promise.resolve()

  window.addEventListener('message', ({ source, origin: from, data }: MessageEvent<unknown>) => {
    if (source !== host || (origin && from !== origin) || !isForUs(data)) return
    const order = readOrder(data)
    if (typeof order === 'string') return tell({ event: 'refused', message: order })
    const { id } = order
    if (waiting >= MOST_WAITING)
      return tell({ event: 'refused', message: 'too many messages at once', ...(id !== undefined && { id }) })
    waiting++
    last = last.then(async () => {
      try {
        const news = await carryOut(order)
        if (news) tell(news)
        else if (id !== undefined) tell({ event: 'done', id })
      } catch (error) {
        tell({
          event: 'refused',
          message: error instanceof Error ? error.message : String(error),
          ...(id !== undefined && { id }),
        })
      } finally {
        waiting--
      }
    })
  })
  return { tell }
}
