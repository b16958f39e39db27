import { atRest } from '../atRest'
import type { EditorHandle, EditorOptions } from './editorHandle'

/**
 * Puts a YAML editor into `host`. Monaco arrives on the first call, after its Korean texts when they are wanted, because it reads
 * its texts while it loads. It is so large that it comes in pieces, each one when the page is at rest: the stage moves on meanwhile.
 */
export async function createEditor(host: HTMLElement, options: EditorOptions): Promise<EditorHandle> {
  if (options.lang === 'ko') await import('monaco-editor/nls/lang/ko')
  await import('monaco-editor/editor')
  await rest()
  await import('monaco-editor/features/register.all')
  await rest()
  const { openCodeEditor } = await import('./codeEditor')
  await rest()
  return openCodeEditor(host, options)
}

const rest = () => new Promise<void>((done) => void atRest(done, 200))
