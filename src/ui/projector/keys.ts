import { keyTarget } from '../keyTarget'
import type { Session } from '../session.svelte'
import type { Presenter } from './presenter.svelte'

/** What a key does while a run is shown to others. A presenter's remote sends PageDown, PageUp and either `.` or `b`. */
export interface ProjectorActs {
  readonly leave: () => void
  readonly notes: () => void
  readonly editor: () => void
  readonly share: () => void
  readonly help: () => void
}

/** Keys of the projector and the key of the sentence that says what they do. */
export const projectorKeys = [
  ['PageDown PageUp', 'projector.keys.step'],
  ['Space', 'keys.play'],
  ['B .', 'projector.keys.black'],
  ['S', 'projector.keys.light'],
  ['M', 'projector.keys.mark'],
  ['N', 'projector.keys.notes'],
  ['E', 'projector.keys.editor'],
  ['L', 'projector.keys.share'],
  ['P Esc', 'projector.keys.leave'],
] as const

/** Acts on a key unless it belongs to a text or the browser. True when it did. */
export function pressedInProjector(event: KeyboardEvent, session: Session, presenter: Presenter, acts: ProjectorActs): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
  const target = keyTarget(event)
  if (target?.closest('input, textarea, .monaco-editor, dialog')) return false
  const isControl = Boolean(target?.closest('button, a, [role="treeitem"]'))
  const table: Record<string, () => void> = {
    PageDown: () => presenter.next(),
    PageUp: () => presenter.previous(),
    b: () => (presenter.isBlack = !presenter.isBlack),
    '.': () => (presenter.isBlack = !presenter.isBlack),
    s: () => presenter.light(session.selected ?? session.focused),
    m: () => presenter.mark(),
    n: acts.notes,
    e: acts.editor,
    l: acts.share,
    '?': acts.help,
    p: acts.leave,
    Escape: () => (presenter.isBlack ? (presenter.isBlack = false) : presenter.lit ? presenter.light(null) : acts.leave()),
  }
  if (!isControl)
    Object.assign(table, {
      ArrowRight: () => presenter.next(),
      ArrowLeft: () => presenter.previous(),
      ' ': () => {
        presenter.leave()
        if (session.playing) session.pause()
        else session.play()
      },
    })
  const act = table[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  if (!act) return false
  event.preventDefault()
  act()
  return true
}
