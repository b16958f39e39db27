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
  const { parseManifest } = await import('../../api/manifest')
  const { documents, errors } = parseManifest(text)
  return {
    documents: documents.flatMap(({ object }) => documentOf(object)),
    problems: errors.map((error) => ({ ...error, file, severity: 'error', source: 'parser' })),
  }
}

function documentOf({ kind, metadata }: Readonly<Record<string, unknown>>): TextDocument[] {
  if (typeof kind !== 'string' || typeof metadata !== 'object' || metadata === null) return []
  const { name, namespace } = metadata as Record<string, unknown>
  return typeof name === 'string' ? [{ kind, name, namespace: typeof namespace === 'string' ? namespace : 'default' }] : []
}
