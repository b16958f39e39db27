import type { Diagnostic } from '../../world/frame'

/** An object as a YAML document names it. */
export interface TextDocument {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

export interface ReadText {
  readonly documents: readonly TextDocument[]
  readonly problems: readonly Diagnostic[]
}

/** Reads a file as far as the editor must know it: which objects it holds, and where it is no YAML. The reader comes on first use. */
export async function readYaml(file: string, text: string): Promise<ReadText> {
  const { LineCounter, parseAllDocuments } = await import('yaml')
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { version: '1.1', uniqueKeys: false, lineCounter: lines, prettyErrors: false })
  const documents: TextDocument[] = []
  const problems: Diagnostic[] = []
  for (const document of Array.isArray(parsed) ? parsed : []) {
    for (const error of document.errors) {
      const start = lines.linePos(error.pos[0])
      const end = lines.linePos(error.pos[1])
      const endColumn = end.line === start.line ? Math.max(end.col, start.col + 1) : start.col + 1
      problems.push({ file, line: start.line, column: start.col, endColumn, severity: 'error', source: 'parser', message: error.message })
    }
    const kind = document.getIn(['kind'])
    const name = document.getIn(['metadata', 'name'])
    const namespace = document.getIn(['metadata', 'namespace'])
    if (typeof kind === 'string' && typeof name === 'string') {
      documents.push({ kind, name, namespace: typeof namespace === 'string' ? namespace : 'default' })
    }
  }
  return { documents, problems }
}
