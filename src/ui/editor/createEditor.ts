import type { EditorHandle, EditorOptions } from './editorHandle'

/**
 * Puts a YAML editor into `host`. Monaco arrives as a chunk of its own on the first call, after its Korean texts when they are
 * wanted, because Monaco reads its texts while it loads.
 */
export async function createEditor(host: HTMLElement, options: EditorOptions): Promise<EditorHandle> {
  if (options.lang === 'ko') await import('monaco-editor/nls/lang/ko')
  const { openCodeEditor } = await import('./codeEditor')
  return openCodeEditor(host, options)
}
