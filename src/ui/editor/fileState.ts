import { editor, Uri } from 'monaco-editor/editor'
import type { ErrorLine, GutterMark, StatusLine } from './editorHandle'

/** Everything the editor keeps about one file, shown or not. */
export interface FileState {
  name: string
  model: editor.ITextModel
  view: editor.ICodeEditorViewState | null
  status: readonly StatusLine[]
  errors: readonly ErrorLine[]
  marks: readonly GutterMark[]
  /** Ids of the decorations that draw `marks`, for Monaco to replace. */
  markIds: string[]
  /** Ids of the decorations that light lines. */
  lightIds: string[]
  /** True while the text is being replaced by the page and not by a person. */
  replacing: boolean
}

/** Hue says whose an object is, so brackets stay in ink. */
const plainBrackets = { enabled: false, independentColorPoolPerBracketType: false }

/** Opens a file's model. `owner` keeps the models of several editors on one page apart. */
export function openFile(owner: number, name: string, text: string): FileState {
  const uri = Uri.from({ scheme: 'file', path: `/editor-${owner}/${name}` })
  const model = editor.createModel(text, undefined, uri)
  model.updateOptions({
    tabSize: 2,
    indentSize: 2,
    insertSpaces: true,
    trimAutoWhitespace: true,
    bracketColorizationOptions: plainBrackets,
  })
  return { name, model, view: null, status: [], errors: [], marks: [], markIds: [], lightIds: [], replacing: false }
}

/** Replaces the text as one step of the undo history, touching only what lies between the common start and end. */
export function replaceText(file: FileState, text: string): void {
  const { model } = file
  const before = model.getValue()
  if (before === text) return
  let start = 0
  const shorter = Math.min(before.length, text.length)
  while (start < shorter && before[start] === text[start]) start++
  let tail = 0
  while (tail < shorter - start && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail++
  const from = model.getPositionAt(start)
  const to = model.getPositionAt(before.length - tail)
  const range = { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column }
  file.replacing = true
  model.pushStackElement()
  model.pushEditOperations(null, [{ range, text: text.slice(start, text.length - tail) }], () => null)
  model.pushStackElement()
  file.replacing = false
}

/** Draws the change marks of a file. */
export function drawMarks(file: FileState): void {
  const last = file.model.getLineCount()
  const marks = file.marks.filter(({ line }) => line >= 1 && line <= last)
  file.markIds = file.model.deltaDecorations(
    file.markIds,
    marks.map(({ line, kind }) => wholeLine(line, line, { linesDecorationsClassName: `kub-mark kub-mark-${kind}` })),
  )
}

/** Lights lines; none when `from` is missing. */
export function lightLines(file: FileState, from?: number, to?: number): void {
  const decorations =
    from === undefined ? [] : [wholeLine(from, to ?? from, { className: 'kub-lit', marginClassName: 'kub-lit' })]
  file.lightIds = file.model.deltaDecorations(file.lightIds, decorations)
}

function wholeLine(from: number, to: number, options: Partial<editor.IModelDecorationOptions>): editor.IModelDeltaDecoration {
  return {
    range: { startLineNumber: from, startColumn: 1, endLineNumber: to, endColumn: 1 },
    options: { isWholeLine: true, ...options },
  }
}
