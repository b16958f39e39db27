import { keyTarget } from '../keyTarget'
import { bookmarksOf, jumpBookmark } from '../bookmarks.svelte'
import { speedBeside } from '../playback'
import type { Session } from '../session.svelte'

/** What each key does when nobody is typing; the help lists the same. */
const actions: Readonly<Record<string, (session: Session) => void>> = {
  ' ': (session) => (session.playing ? session.pause() : session.play()),
  '.': (session) => void session.step(),
  ',': (session) => void session.back(),
  '[': (session) => session.play(speedBeside(session.speed, -1)),
  ']': (session) => session.play(speedBeside(session.speed, 1)),
  '+': (session) => session.zoom?.('in'),
  '=': (session) => session.zoom?.('in'),
  '-': (session) => session.zoom?.('out'),
  '0': (session) => session.zoom?.('fit'),
  '1': (session) => session.setLens('where'),
  '2': (session) => session.setLens('owns'),
  '3': (session) => session.setLens('talks'),
  m: (session) => bookmarksOf(session).toggleNamed(session.view.now),
  b: (session) => jumpBookmark(session, 1),
  B: (session) => jumpBookmark(session, -1),
  p: (session) => (session.projector = true),
  '?': (session) => (session.helpShown = true),
  Escape: close,
}

/** Keys of the page and the key of the sentence that says what they do. */
export const keyList = [
  ['Space', 'keys.play'],
  ['.', 'keys.step'],
  [',', 'keys.back'],
  ['[ ]', 'keys.speed'],
  ['+ − 0', 'keys.zoom'],
  ['1 2 3', 'keys.lens'],
  ['M', 'keys.bookmark'],
  ['B Shift+B', 'keys.bookmarks'],
  ['P', 'keys.projector'],
  ['Esc', 'keys.close'],
  ['Shift F10', 'keys.menu'],
  ['Ctrl S', 'keys.save'],
  ['Esc Tab', 'keys.leave'],
  ['?', 'keys.help'],
] as const

/** Closes what lies on top: menu, help, editor over the stage, inspector. */
function close(session: Session): void {
  if (session.menu) session.menu = null
  else if (session.helpShown) session.helpShown = false
  else if (session.editorShown) session.editorShown = false
  else session.select(null)
}

/** Acts on a key unless it belongs to a text, a control, or the browser. */
export function pressed(event: KeyboardEvent, session: Session): void {
  if (session.projector || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const target = keyTarget(event)
  if (target?.closest('input, textarea, select, [contenteditable], .monaco-editor')) return
  if (event.key === ' ' && target?.closest('button, a, [role="menuitem"], [role="treeitem"], summary')) return
  const action = actions[event.key]
  if (!action) return
  event.preventDefault()
  action(session)
}
