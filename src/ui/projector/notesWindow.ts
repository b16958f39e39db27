import { mount, unmount } from 'svelte'
import type { Session } from '../session.svelte'
import Notes from './Notes.svelte'
import type { Presenter } from './presenter.svelte'

let open: Window | null = null

/** Opens the presenter's notes in a window of their own, or brings that window to the front. It closes with the page. */
export function openNotes(session: Session, presenter: Presenter): void {
  if (open && !open.closed) return open.focus()
  open = window.open('', 'kubarium-notes', 'popup,width=560,height=760')
  if (!open) {
    session.notice = session.say('projector.noWindow')
    return
  }
  const other = open.document
  other.title = session.say('projector.notes')
  other.documentElement.lang = session.language
  other.documentElement.setAttribute('style', document.documentElement.getAttribute('style') ?? '')
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) other.head.append(other.importNode(sheet, true))
  const notes = mount(Notes, { target: other.body, props: { session, presenter } })
  const close = (): void => open?.close()
  window.addEventListener('pagehide', close)
  open.addEventListener('pagehide', () => {
    window.removeEventListener('pagehide', close)
    void unmount(notes)
    open = null
  })
}
