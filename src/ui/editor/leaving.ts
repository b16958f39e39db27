import { type editor, KeyCode } from 'monaco-editor/editor'

/** Keys that are held while another one is pressed say nothing of their own. */
const held: ReadonlySet<KeyCode> = new Set([KeyCode.Shift, KeyCode.Ctrl, KeyCode.Alt, KeyCode.Meta])

/** Escape and then Tab leaves the editor, where Tab else indents: nobody who has only a keyboard is kept in it. */
export function leaveByEscape(target: editor.IStandaloneCodeEditor): void {
  let leaves = false
  const set = (next: boolean): void => {
    if (next === leaves) return
    leaves = next
    target.updateOptions({ tabFocusMode: next })
  }
  target.onKeyDown(({ keyCode }) => {
    if (keyCode === KeyCode.Escape) set(true)
    else if (keyCode !== KeyCode.Tab && !held.has(keyCode)) set(false)
  })
  target.onDidBlurEditorWidget(() => set(false))
}
