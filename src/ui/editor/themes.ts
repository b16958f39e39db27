import { editor } from 'monaco-editor/editor'
import type { EditorTheme } from './editorHandle'

interface Palette {
  panel: string
  raise: string
  line: string
  line2: string
  mute: string
  ink: string
  ink2: string
  ink3: string
  trouble: string
  key: string
  string: string
  number: string
  comment: string
  /** Ink over panel, as the row of the cursor and the lit lines show it. */
  row: string
}

const palettes: Record<EditorTheme, Palette> = {
  dark: {
    panel: '#121920',
    raise: '#22303C',
    line: '#263440',
    line2: '#566C7F',
    mute: '#6A7C8C',
    ink: '#EEF3F7',
    ink2: '#B7C4CF',
    ink3: '#8FA0AF',
    trouble: '#FF8352',
    key: '#8CC8F5',
    string: '#E3B98F',
    number: '#C7B8FF',
    comment: '#8397A8',
    row: '#EEF3F712',
  },
  light: {
    panel: '#FFFFFF',
    raise: '#E9ECEA',
    line: '#DBE0E0',
    line2: '#87949C',
    mute: '#717F88',
    ink: '#15202A',
    ink2: '#44535F',
    ink3: '#5C6B76',
    trouble: '#B83E00',
    key: '#0A5E93',
    string: '#8A4A12',
    number: '#5A3FB0',
    comment: '#5F6E79',
    row: '#15202A12',
  },
}

/** Monaco's name for a theme of ours. */
export const themeName = (theme: EditorTheme): string => `kubarium-${theme}`

/** Teaches Monaco the two themes of the visual language; must run before an editor is made. */
export function defineThemes(): void {
  for (const theme of ['dark', 'light'] as const) {
    const palette = palettes[theme]
    editor.defineTheme(themeName(theme), {
      base: theme === 'dark' ? 'vs-dark' : 'vs',
      inherit: true,
      rules: tokenRules(palette),
      colors: surfaces(palette),
    })
  }
}

function tokenRules(p: Palette): editor.ITokenThemeRule[] {
  const colours: Record<string, string> = {
    '': p.ink,
    type: p.key,
    string: p.string,
    number: p.number,
    keyword: p.number,
    tag: p.number,
    namespace: p.number,
    comment: p.comment,
    operators: p.ink,
    'operators.directivesEnd': p.ink3,
    'operators.documentEnd': p.ink3,
    'meta.directive': p.ink3,
    delimiter: p.ink,
    'string.invalid': p.trouble,
    'string.escape.invalid': p.trouble,
  }
  // Monaco's base themes colour `string.yaml` and the like: only a name as long as theirs wins.
  return Object.entries(colours).flatMap(([token, colour]) =>
    [token, token && `${token}.yaml`].map((name) => ({ token: name, foreground: colour.slice(1) })),
  )
}

/** Chrome is grey or ink, trouble is vermilion: a warning of the schema is what the API server would refuse. */
function surfaces(p: Palette): editor.IColors {
  return {
    'editor.background': p.panel,
    'editor.foreground': p.ink,
    'editorCursor.foreground': p.ink,
    'editor.selectionBackground': `${p.line2}66`,
    'editor.inactiveSelectionBackground': `${p.line2}40`,
    'editor.lineHighlightBackground': p.row,
    'editor.lineHighlightBorder': '#00000000',
    'editor.findMatchBackground': `${p.line2}88`,
    'editor.findMatchHighlightBackground': `${p.line2}44`,
    'editorLineNumber.foreground': p.ink3,
    'editorLineNumber.activeForeground': p.ink,
    'editorError.foreground': p.trouble,
    'editorWarning.foreground': p.trouble,
    'editorInfo.foreground': p.ink3,
    'editorHint.foreground': p.ink3,
    'editor.hoverHighlightBackground': `${p.line2}40`,
    'editorWidget.background': p.panel,
    'editorWidget.foreground': p.ink,
    'editorWidget.border': p.line2,
    'editorHoverWidget.background': p.panel,
    'editorHoverWidget.border': p.line2,
    'editorSuggestWidget.background': p.panel,
    'editorSuggestWidget.border': p.line2,
    'editorSuggestWidget.foreground': p.ink2,
    'editorSuggestWidget.highlightForeground': p.ink,
    'editorSuggestWidget.focusHighlightForeground': p.ink,
    'editorSuggestWidget.selectedBackground': p.raise,
    'editorSuggestWidget.selectedForeground': p.ink,
    'list.hoverBackground': p.raise,
    'list.focusBackground': p.raise,
    'list.activeSelectionBackground': p.raise,
    'list.activeSelectionForeground': p.ink,
    'input.background': p.panel,
    'input.foreground': p.ink,
    'input.border': p.line2,
    focusBorder: p.ink,
    'widget.shadow': '#00000000',
    'scrollbar.shadow': '#00000000',
    'scrollbarSlider.background': `${p.line2}55`,
    'scrollbarSlider.hoverBackground': `${p.line2}99`,
    'scrollbarSlider.activeBackground': p.line2,
    'textLink.foreground': p.ink,
    'textLink.activeForeground': p.ink,
    // Icons in the suggestion list say what kind of entry it is by their shape; hue is kept for the owner of an object.
    'symbolIcon.propertyForeground': p.ink3,
    'symbolIcon.valueForeground': p.ink3,
    'symbolIcon.snippetForeground': p.ink3,
    'symbolIcon.enumeratorForeground': p.ink3,
    'symbolIcon.enumeratorMemberForeground': p.ink3,
  }
}
