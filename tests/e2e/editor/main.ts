import { createEditor } from '../../../src/ui/editor/createEditor'
import type { EditorHandle } from '../../../src/ui/editor/editorHandle'

declare global {
  interface Window {
    /** The editor under test, and what it told its listeners. */
    editor: EditorHandle
    heard: (string | number)[][]
  }
}

const query = new URLSearchParams(location.search)
const host = document.getElementById('place')
if (!host) throw new Error('no place for the editor')

const editor = await createEditor(host, {
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  lang: query.get('lang') === 'ko' ? 'ko' : 'en',
  glyph: (state, hue) => `<svg viewBox="0 0 16 16" data-state="${state}"><rect width="16" height="16" fill="${hue}" /></svg>`,
})
window.heard = []
editor.onChange((name, text) => window.heard.push(['change', name, text]))
editor.onCursor((name, line) => window.heard.push(['cursor', name, line]))
editor.onSave((name) => window.heard.push(['save', name]))
window.editor = editor
