import { editor } from 'monaco-editor/editor'
import type { EditorOptions } from './editorHandle'
import { themeName } from './themes'

const mono =
  '"SF Mono", "Cascadia Code", "JetBrains Mono", D2Coding, "Noto Sans Mono CJK KR", Consolas, "DejaVu Sans Mono", monospace'

/** px of type and of its line on a desktop; other sizes keep the proportion. */
const standardSize = 14.6
const leading = 21 / standardSize

/** How Monaco is set: a quiet field of YAML, without what serves only large programs. */
export function editorOptions({
  theme,
  readonly = false,
  fontSize = 14.6,
}: EditorOptions): editor.IStandaloneEditorConstructionOptions {
  return {
    theme: themeName(theme),
    readOnly: readonly,
    language: 'yaml',
    automaticLayout: true,
    fontFamily: mono,
    fontSize,
    lineHeight: Math.round(fontSize * leading),
    fontLigatures: false,
    padding: { top: 6, bottom: 12 },
    lineNumbersMinChars: 5,
    lineDecorationsWidth: 14,
    glyphMargin: false,
    folding: false,
    renderFinalNewline: 'on',
    renderLineHighlight: 'all',
    renderWhitespace: 'none',
    minimap: { enabled: false },
    stickyScroll: { enabled: false },
    guides: { indentation: false, bracketPairs: false },
    bracketPairColorization: { enabled: false },
    matchBrackets: 'never',
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, useShadows: false, alwaysConsumeMouseWheel: false },
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    wordWrap: 'off',
    links: false,
    codeLens: false,
    lightbulb: { enabled: editor.ShowLightbulbIconMode.Off },
    colorDecorators: false,
    wordBasedSuggestions: 'off',
    quickSuggestions: { other: true, strings: true, comments: false },
    suggest: { showWords: false, preview: false },
    fixedOverflowWidgets: true,
    // Korean text is no look-alike attack.
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
    tabSize: 2,
    insertSpaces: true,
    detectIndentation: false,
    accessibilitySupport: 'auto',
    contextmenu: false,
  }
}

/**
 * Sets the gutter as drawn: numbers end at about 46 px, change marks stand at 50 px, text begins at 58 px. Monaco sizes the numbers
 * by the font that the machine happens to have, so the lane of the marks takes what is left. Also tells the style sheet how wide
 * the editor is.
 */
export function measureGutter(target: editor.IStandaloneCodeEditor, root: HTMLElement, fontSize = standardSize): void {
  const scale = fontSize / standardSize
  const digit = target.getOption(editor.EditorOption.fontInfo).maxDigitWidth
  target.updateOptions({ lineNumbersMinChars: Math.max(3, Math.floor((46 * scale) / digit)) })
  const { width, lineNumbersWidth } = target.getLayoutInfo()
  const lane = Math.max(11, Math.round(58 * scale - lineNumbersWidth))
  root.style.setProperty('--kub-width', `${width}px`)
  root.style.setProperty('--kub-mark-left', `${lane - 8}px`)
  target.updateOptions({ lineDecorationsWidth: lane })
}
