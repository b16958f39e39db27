import { languages, type editor } from 'monaco-editor/editor'
import { plainText, templates } from './templateTexts'

/** True when the YAML document around a line holds at most one unfinished word: the moment to offer whole objects. */
export function isBlankDocument(model: editor.ITextModel, line: number): boolean {
  const isEnd = (at: number): boolean => at < 1 || at > model.getLineCount() || /^---/.test(model.getLineContent(at))
  let first = line
  let last = line
  while (!isEnd(first - 1)) first--
  while (!isEnd(last + 1)) last++
  for (let at = first; at <= last; at++) {
    const allowed = at === line ? /^\w*$/ : /^\s*(#.*)?$/
    if (!allowed.test(model.getLineContent(at))) return false
  }
  return true
}

/** Offers a whole object of each usual kind in a document that has yet to begin. */
export function registerTemplates(): void {
  languages.registerCompletionItemProvider('yaml', {
    provideCompletionItems(model, position) {
      if (!isBlankDocument(model, position.lineNumber)) return undefined
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: 1,
        endColumn: position.column,
      }
      return {
        suggestions: templates.map(({ label, body }, order) => ({
          label,
          kind: languages.CompletionItemKind.Snippet,
          insertText: body,
          insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet,
          documentation: plainText(body),
          sortText: String(order).padStart(2, '0'),
          range,
        })),
      }
    },
  })
}
