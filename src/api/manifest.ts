import { isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node as YamlNode } from 'yaml'
import { readEscapedQuotes } from './escapes'
import { freeze } from './freeze'

/** A stretch of one line of the text; lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly endColumn: number
}

/** One object of a manifest, and where it stands. */
export interface ManifestDocument {
  readonly line: number
  readonly endLine: number
  readonly object: Readonly<Record<string, unknown>>
  /** Where a field stands, by its path as validation names it; the nearest part of the path that exists. */
  locate(path: string): Place
}

/** What the parser itself refused. */
export interface ManifestError extends Place {
  readonly message: string
}

export interface Manifest {
  readonly documents: readonly ManifestDocument[]
  readonly errors: readonly ManifestError[]
}

/** Caps for text that may come from anywhere. */
const MAX_CHARACTERS = 1_500_000
const MAX_DEPTH = 100

/** Go's YAML reads 0o17 as octal in 1.1 mode; the library does not. */
const goOctal = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text: string) => parseInt(text.replace(/_|0o/g, ''), 8),
} as const

/** Reads text as kubectl does (YAML 1.1 as Go knows it, several documents, `kind: List` taken apart). Never throws. */
export function parseManifest(text: string): Manifest {
  if (text.length > MAX_CHARACTERS) {
    const message = `the file is too large: ${text.length} characters, at most ${MAX_CHARACTERS} are read`
    return { documents: [], errors: [{ line: 1, column: 1, endColumn: 2, message }] }
  }
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    uniqueKeys: false,
    lineCounter: lines,
    customTags: (tags) => [goOctal, ...tags.filter((tag) => !isTimeTag(tag))],
  })
  const documents: ManifestDocument[] = []
  const errors: ManifestError[] = []
  for (const doc of (Array.isArray(parsed) ? parsed : []) as Document.Parsed[]) {
    readEscapedQuotes(doc, text)
    readDocument(doc, lines, documents, errors)
  }
  return { documents, errors }
}

const isTimeTag = (tag: unknown) => {
  if (typeof tag === 'string') return tag === 'timestamp'
  const { format, tag: name } = tag as { format?: string; tag?: string }
  return format === 'TIME' || name?.endsWith(':timestamp') === true
}

function readDocument(doc: Document.Parsed, lines: LineCounter, documents: ManifestDocument[], errors: ManifestError[]): void {
  for (const error of doc.errors) {
    const { line, col } = lines.linePos(error.pos[0])
    const end = lines.linePos(error.pos[1])
    const endColumn = end.line === line ? Math.max(end.col, col + 1) : col + 1
    errors.push({
      line,
      column: col,
      endColumn,
      message: error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
    })
  }
  if (doc.errors.length || !doc.contents) return
  const root = doc.contents as YamlNode
  const whole = placeOf(root, lines)
  let value: unknown
  try {
    if (depthOf(root) > MAX_DEPTH) throw new Error(`nested too deeply: more than ${MAX_DEPTH} levels`)
    value = doc.toJS({ maxAliasCount: 100 })
  } catch (error) {
    errors.push({ ...whole, message: error instanceof Error ? error.message : String(error) })
    return
  }
  if (value === null || value === undefined) return
  if (typeof value !== 'object' || Array.isArray(value)) {
    errors.push({ ...whole, message: 'a document must be an object with apiVersion, kind and metadata' })
    return
  }
  const object = value as Record<string, unknown>
  if (typeof object['kind'] === 'string' && object['kind'].endsWith('List') && Array.isArray(object['items'])) {
    object['items'].forEach((item: unknown, i) => {
      const node = nodeAt(root, ['items', i]) ?? root
      if (typeof item === 'object' && item !== null && !Array.isArray(item))
        documents.push(documentOf(item as Record<string, unknown>, node, lines))
    })
  } else documents.push(documentOf(object, root, lines))
}

function documentOf(object: Record<string, unknown>, node: YamlNode, lines: LineCounter): ManifestDocument {
  const range = node.range ?? [0, 0, 0]
  const first = lines.linePos(range[0]).line
  const end = lines.linePos(Math.max(range[0], range[1] - 1)).line
  return { line: first, endLine: Math.max(first, end), object: freeze(object), locate: (path) => locate(node, path, lines) }
}

function depthOf(root: YamlNode): number {
  let deepest = 0
  const stack: [unknown, number][] = [[root, 1]]
  while (stack.length) {
    const [node, depth] = stack.pop()!
    if (depth > deepest) deepest = depth
    if (deepest > MAX_DEPTH) return deepest
    if (isMap(node)) for (const pair of node.items) stack.push([pair.value, depth + 1])
    else if (isSeq(node)) for (const item of node.items) stack.push([item, depth + 1])
  }
  return deepest
}

const placeOf = (node: YamlNode, lines: LineCounter): Place => {
  const [from, to] = node.range ?? [0, 1]
  const start = lines.linePos(from)
  const end = lines.linePos(to)
  return {
    line: start.line,
    column: start.col,
    endColumn: end.line === start.line ? Math.max(end.col, start.col + 1) : start.col + 1,
  }
}

/** `spec.containers[0].image`, `metadata.labels[a.b/c]` as steps. */
export function pathSteps(path: string): (string | number)[] {
  const steps: (string | number)[] = []
  for (const [, bracket, name] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    if (bracket === undefined) steps.push(name!)
    else steps.push(/^\d+$/.test(bracket) ? Number(bracket) : bracket.replace(/^["']|["']$/g, ''))
  }
  return steps
}

function locate(root: YamlNode, path: string, lines: LineCounter): Place {
  let node: YamlNode = root
  let place: Place | undefined
  for (const step of pathSteps(path)) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) break
      const value = pair.value as YamlNode | null
      place = placeOf((value && (isScalar(value) || !pair.key) ? value : pair.key) as YamlNode, lines)
      if (!value) break
      node = value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as YamlNode | undefined
      if (!item) break
      place = placeOf(item, lines)
      node = item
    } else break
  }
  if (place) return place
  const start = placeOf(root, lines)
  return start
}

function nodeAt(root: YamlNode, steps: readonly (string | number)[]): YamlNode | undefined {
  let node: unknown = root
  for (const step of steps) {
    if (isMap(node)) node = node.get(step, true)
    else if (isSeq(node)) node = node.items[Number(step)]
    else return undefined
  }
  return node as YamlNode | undefined
}
