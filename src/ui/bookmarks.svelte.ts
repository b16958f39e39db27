import type { Bookmark } from './scenario'
import type { Session } from './session.svelte'
import { caps } from './share/sharedRun'
import { keep, kept } from './storage'

/** Bookmarks that lie nearer than this are one, virtual ms. */
const NEAR = 500

const isBookmark = (value: unknown): value is Bookmark => {
  if (typeof value !== 'object' || value === null) return false
  const { at, name } = value as Partial<Bookmark>
  return typeof at === 'number' && at >= 0 && typeof name === 'string' && name.length <= caps.bookmark
}

/** Bookmarks used to be kept as bare moments. */
type Kept = readonly (Bookmark | number)[]
const isKept = (value: unknown): value is Kept =>
  Array.isArray(value) &&
  value.length <= caps.bookmarks &&
  value.every((one) => (typeof one === 'number' ? one >= 0 : isBookmark(one)))

/** Moments of a run that somebody marked, in order, with names of their own. They are kept, and go with the run when it is shared. */
export class Bookmarks {
  list = $state.raw<readonly Bookmark[]>([])
  /** The moment whose bookmark is being named. */
  naming = $state<number | null>(null)

  constructor(
    private readonly key: string,
    first: readonly Bookmark[],
  ) {
    const known = kept(key, isKept)
    this.list = known?.map((one) => (typeof one === 'number' ? { at: one, name: '' } : one)) ?? first
  }

  /** The bookmark at about a moment. */
  near(moment: number): Bookmark | null {
    return this.list.find(({ at }) => Math.abs(at - moment) < NEAR) ?? null
  }

  /** Marks a moment, or takes its mark away. The mark that was set, if one was. */
  toggle(moment: number): Bookmark | null {
    const there = this.near(moment)
    if (there) this.remove(there.at)
    if (there || this.list.length === caps.bookmarks) return null
    const made = { at: Math.round(moment), name: '' }
    this.put([...this.list, made].sort((a, b) => a.at - b.at))
    return made
  }

  /** As `toggle`; a bookmark that was set is to be named then. */
  toggleNamed(moment: number): void {
    this.naming = this.toggle(moment)?.at ?? null
  }

  rename(at: number, name: string): void {
    this.put(this.list.map((one) => (one.at === at ? { at, name: name.trim().slice(0, caps.bookmark) } : one)))
  }

  remove(at: number): void {
    if (this.naming === at) this.naming = null
    this.put(this.list.filter((one) => one.at !== at))
  }

  /** The nearest bookmark after a moment, or before it. */
  beside(moment: number, way: 1 | -1): Bookmark | null {
    const found = way > 0 ? this.list.find(({ at }) => at > moment + 1) : this.list.findLast(({ at }) => at < moment - 1)
    return found ?? null
  }

  private put(list: readonly Bookmark[]): void {
    this.list = list
    keep(this.key, list)
  }
}

const known = new WeakMap<Session, Bookmarks>()

/** The bookmarks of a session's run: those that were kept, else those that came with it. */
export function bookmarksOf(session: Session): Bookmarks {
  let mine = known.get(session)
  const { id, bookmarks = [] } = session.scenario
  if (!mine) known.set(session, (mine = new Bookmarks(`bookmarks:${id}`, bookmarks)))
  return mine
}

/** Goes to the next bookmark or the one before, and stands there. */
export function jumpBookmark(session: Session, way: 1 | -1): void {
  const there = bookmarksOf(session).beside(session.view.now, way)
  if (!there) return
  session.pause()
  void session.seek(there.at)
}
