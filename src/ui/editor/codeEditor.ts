import type { EditorHandle, EditorOptions, EditorTheme, Unsubscribe } from './editorHandle'
import { editorOptions, measureGutter } from './editorOptions'
import { drawMarks, type FileState, lightLines, openFile, replaceText } from './fileState'
import { leaveByEscape } from './leaving'
import { monaco } from './monaco'
import { themeName } from './themes'
import { createZones } from './zones'
import './editor.css'

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
}

let editors = 0

const waysOut = { en: 'Escape and then Tab leaves the editor.', ko: 'Escape를 누른 뒤 Tab을 누르면 편집기에서 나갑니다.' }

/** Builds the editor once Monaco is there; `createEditor` is the way in. */
export function openCodeEditor(host: HTMLElement, options: EditorOptions): EditorHandle {
  const owner = ++editors
  const wayOut = waysOut[options.lang]
  const files = new Map<string, FileState>()
  const changed = new Set<(name: string, text: string) => void>()
  const moved = new Set<(name: string, line: number) => void>()
  const saved = new Set<(name: string) => void>()
  let shown: FileState | undefined
  let lit: FileState | undefined
  let cursorLine = 0

  // Suggestions and hovers are wider than a narrow editor: they live on the page.
  const overflow = document.createElement('div')
  overflow.className = 'kub-overflow monaco-editor'
  document.body.append(overflow)
  const root = document.createElement('div')
  root.className = 'kub-editor'
  root.style.cssText = 'width:100%;height:100%'
  host.append(root)

  const editor = monaco.editor.create(root, { ...editorOptions(options), overflowWidgetsDomNode: overflow, model: null })
  const zones = createZones(editor, options.glyph)
  const measure = (): void => measureGutter(editor, root, options.fontSize)
  measure()
  setTheme(options.theme)

  leaveByEscape(editor)
  editor.onDidLayoutChange(measure)
  editor.onDidChangeCursorPosition(({ position, source }) => {
    if (!shown || position.lineNumber === cursorLine) return
    cursorLine = position.lineNumber
    const { name } = shown
    if (source !== 'api' && source !== 'model') moved.forEach((listener) => listener(name, position.lineNumber))
  })
  editor.addAction({
    id: 'kubarium.save',
    label: options.lang === 'ko' ? '적용' : 'Apply',
    keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS],
    run: () => saved.forEach((listener) => listener(shown?.name ?? '')),
  })

  function setTheme(theme: EditorTheme): void {
    root.dataset.theme = theme
    monaco.editor.setTheme(themeName(theme))
  }

  function show(file: FileState | undefined): void {
    if (file === shown) return
    if (shown && !shown.model.isDisposed()) shown.view = editor.saveViewState()
    zones.forget()
    shown = file
    editor.setModel(file?.model ?? null)
    if (!file) return
    if (file.view) editor.restoreViewState(file.view)
    editor.updateOptions({ ariaLabel: `${file.name}. ${wayOut}` })
    cursorLine = editor.getPosition()?.lineNumber ?? 1
    zones.show(file.status, file.errors)
  }

  function open(name: string, text: string): FileState {
    const file = openFile(owner, name, text)
    file.model.onDidChangeContent(() => {
      if (!file.replacing) changed.forEach((listener) => listener(name, file.model.getValue()))
    })
    return file
  }

  function close(file: FileState): void {
    files.delete(file.name)
    if (lit === file) lit = undefined
    file.model.dispose()
  }

  function refreshZones(file: FileState): void {
    if (file === shown) zones.show(file.status, file.errors)
  }

  return {
    open(wanted) {
      const names = new Set(wanted.map(({ name }) => name))
      const gone = [...files.values()].filter(({ name }) => !names.has(name))
      for (const { name, text } of wanted) {
        const known = files.get(name)
        if (known) replaceText(known, text)
        else files.set(name, open(name, text))
      }
      const next = shown && !gone.includes(shown) ? shown : files.get(wanted[0]?.name ?? '')
      show(next)
      gone.forEach(close)
    },
    select(name) {
      const file = files.get(name)
      if (file) show(file)
    },
    selected: () => shown?.name ?? '',
    text: (name) => files.get(name)?.model.getValue(),
    setText(name, text) {
      const file = files.get(name)
      if (file) replaceText(file, text)
    },
    onChange: (listener) => subscribe(changed, listener),
    onCursor: (listener) => subscribe(moved, listener),
    onSave: (listener) => subscribe(saved, listener),
    setMarkers(name, markers) {
      const model = files.get(name)?.model
      if (!model) return
      const found = markers.filter(({ line }) => line >= 1 && line <= model.getLineCount())
      monaco.editor.setModelMarkers(
        model,
        'kubarium',
        found.map(({ line, column, endColumn, message, severity, source }) => ({
          startLineNumber: line,
          startColumn: column,
          endLineNumber: line,
          endColumn: endColumn ?? model.getLineMaxColumn(line),
          message,
          severity: severities[severity],
          source,
        })),
      )
    },
    setStatus(name, lines) {
      const file = files.get(name)
      if (!file) return
      file.status = lines
      refreshZones(file)
    },
    setErrors(name, errors) {
      const file = files.get(name)
      if (!file) return
      file.errors = errors
      refreshZones(file)
    },
    setGutter(name, marks) {
      const file = files.get(name)
      if (!file) return
      file.marks = marks
      drawMarks(file)
    },
    highlight(name, from, to) {
      const file = files.get(name)
      if (!file) return
      if (lit && lit !== file) lightLines(lit)
      lit = file
      lightLines(file, from, to)
      show(file)
      editor.revealLinesInCenterIfOutsideViewport(from, to)
    },
    clearHighlight() {
      if (lit) lightLines(lit)
      lit = undefined
    },
    setTheme,
    setReadonly: (readonly) => editor.updateOptions({ readOnly: readonly }),
    focus(at) {
      if (at) editor.setPosition({ lineNumber: at.line, column: at.column })
      editor.focus()
    },
    dispose() {
      editor.dispose()
      for (const file of [...files.values()]) close(file)
      overflow.remove()
      root.remove()
    },
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): Unsubscribe {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
