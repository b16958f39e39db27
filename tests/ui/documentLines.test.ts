import { describe, expect, test } from 'vitest'
import { errorLines, statusLines, worstDocument } from '../../src/ui/edit/documentLines'
import { dictionaryOf, say } from '../../src/ui/i18n/say'
import type { Diagnostic, DocumentStatus } from '../../src/world/frame'

const english = await dictionaryOf('en')

const document = (more: Partial<DocumentStatus>): DocumentStatus => ({
  file: 'web.yaml',
  line: 1,
  endLine: 9,
  kind: 'Deployment',
  name: 'web',
  namespace: 'default',
  uid: 'u',
  state: 'ready',
  hue: 0,
  text: [{ key: 'summary.ready', values: { ready: 4, want: 6 } }],
  ...more,
})
const problem = (line: number, message: string): Diagnostic => ({
  file: 'web.yaml',
  line,
  column: 1,
  endColumn: 2,
  severity: 'error',
  source: 'kubelet',
  message,
})

describe('what the editor says of a file', () => {
  test('one status line a document of this file, in words', () => {
    const documents = [document({}), document({ file: 'other.yaml' })]
    expect(statusLines(documents, 'web.yaml', (key, values) => say(english, key, values))).toEqual([
      { line: 1, state: 'ready', hue: 'sky', title: 'Deployment web', text: '4/6 ready' },
    ])
  })

  test('the tab shows the worst state', () => {
    const documents = [
      document({}),
      document({ state: 'creating' }),
      document({ state: 'crash' }),
      document({ state: 'notready' }),
    ]
    expect(worstDocument(documents, 'web.yaml')?.state).toBe('crash')
    expect(worstDocument(documents, 'none.yaml')).toBeUndefined()
  })

  test('one sentence a line, without the wrapping of the runtime', () => {
    const pull =
      'ErrImagePull: Failed to pull image "nginx:9": rpc error: code = NotFound desc = failed to resolve reference "docker.io/library/nginx:9": docker.io/library/nginx:9: not found'
    expect(errorLines([problem(4, pull), problem(4, 'second'), problem(7, 'spec.replicas: Invalid value: -1')])).toEqual([
      { line: 4, text: 'Failed to pull image "nginx:9": not found' },
      { line: 7, text: 'spec.replicas: Invalid value: -1' },
    ])
  })
})
