import type { SourceFile } from '../../world/command'
import { freshName, usableName } from '../edit/files'
import { readYaml } from '../edit/readYaml'
import { readCapped, textOf } from './bytes'
import { fromFile } from './codec'
import { Fault } from './fault'
import { caps, type SharedRun } from './sharedRun'

/** What an address or a drop brought: a run to see again, or files to begin one with. */
export type Brought = { readonly run: SharedRun } | { readonly files: readonly SourceFile[] }

/** Real seconds after which nobody waits any longer. */
const patience = 15

/** Fetches what `?src=` names: YAML, or a saved run. Throws a Fault for whatever else is there. */
export async function fetchSource(address: string, here: string): Promise<Brought> {
  const url = readAddress(address, here)
  const response = await fetchText(url)
  if (!response.ok) throw new Fault('fault.status', { host: url.host, status: response.status })
  return broughtBy([{ name: url.pathname.split('/').at(-1) ?? '', text: response.text }])
}

/** Addresses of this site, and of others over https. A page of GitHub that shows a file stands for the file. */
function readAddress(address: string, here: string): URL {
  let url: URL
  try {
    url = new URL(address, here)
  } catch {
    throw new Fault('fault.address', { url: address.slice(0, 200) })
  }
  const isOurs = url.origin === new URL(here).origin
  if (url.protocol !== 'https:' && !(isOurs && url.protocol === 'http:'))
    throw new Fault('fault.address', { url: address.slice(0, 200) })
  const shown = /^\/([^/]+\/[^/]+)\/blob\/(.+)$/.exec(url.pathname)
  return url.host === 'github.com' && shown ? new URL(`https://raw.githubusercontent.com/${shown[1]}/${shown[2]}`) : url
}

interface Answer {
  readonly ok: boolean
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

async function fetchText(url: URL): Promise<Answer> {
  const { host } = url
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(patience * 1000),
    })
    const { ok, status, headers, body } = response
    const bytes = body ? await readCapped(body as ReadableStream<Uint8Array<ArrayBuffer>>, caps.bytes) : new Uint8Array()
    return { ok, status, headers, text: ok ? textOf(bytes) : '' }
  } catch (error) {
    if (error instanceof Fault) throw error
    if (error instanceof DOMException && error.name === 'TimeoutError') throw new Fault('fault.slow', { host, n: patience })
    throw new Fault('fault.unreachable', { host })
  }
}

/** Fetches what `?gist=` names, an id or user/id: its YAML files, or its first saved run. Throws a Fault. */
export async function fetchGist(name: string): Promise<Brought> {
  const id = /^(?:[\w-]{1,60}\/)?([0-9a-f]{5,64})$/i.exec(name)?.[1]
  if (!id) throw new Fault('fault.gistName', { id: name.slice(0, 100) })
  const answer = await fetchText(new URL(`https://api.github.com/gists/${id}`))
  if (answer.status === 404) throw new Fault('fault.gistNone', { id })
  if (answer.status === 403 || answer.status === 429) throw new Fault('fault.gistLimit', { clock: limitEnds(answer.headers) })
  if (!answer.ok) throw new Fault('fault.status', { host: 'api.github.com', status: answer.status })
  const files = await Promise.all(gistFiles(answer.text).map(wholeFile))
  if (!files.length) throw new Fault('fault.gistEmpty', { id })
  return broughtBy(files)
}

/** When GitHub answers again, as the clock on the wall says it. */
function limitEnds(headers: Headers): string {
  const seconds = Number(headers.get('x-ratelimit-reset')) || Date.now() / 1000 + 3600
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

interface GistFile {
  readonly name: string
  readonly text: string
  /** Where the whole of a long file is. */
  readonly rest: string
}

/** The files of a gist that we can show, as GitHub's API lists them. */
export function gistFiles(text: string): readonly GistFile[] {
  let gist: unknown
  try {
    gist = JSON.parse(text)
  } catch {
    throw new Fault('fault.unreachable', { host: 'api.github.com' })
  }
  const listed = Object.values((gist as { files?: object } | null)?.files ?? {}) as unknown[]
  return listed.slice(0, caps.files).flatMap((item) => {
    const { filename, content, truncated, raw_url: raw } = (item ?? {}) as Readonly<Record<string, unknown>>
    if (typeof filename !== 'string' || typeof content !== 'string' || !/\.(ya?ml|kubarium\.json)$/.test(filename)) return []
    return [{ name: filename, text: content, rest: truncated === true && typeof raw === 'string' ? raw : '' }]
  })
}

async function wholeFile({ name, text, rest }: GistFile): Promise<SourceFile> {
  if (!rest) return { name, text }
  const url = readAddress(rest, 'https://gist.githubusercontent.com/')
  const answer = await fetchText(url)
  if (!answer.ok) throw new Fault('fault.status', { host: url.host, status: answer.status })
  return { name, text: answer.text }
}

/** A saved run among files, or else the files, each under a name that it can have here. Throws a Fault for what is neither. */
export async function broughtBy(files: readonly SourceFile[]): Promise<Brought> {
  const saved = files.find(({ name, text }) => name.endsWith('.json') || /^\s*\{\s*"kubarium"/.test(text))
  if (saved) return { run: fromFile(saved.text) }
  const named: SourceFile[] = []
  for (const { name, text } of files.slice(0, caps.files)) {
    if (text.length > caps.text) throw new Fault('fault.large', { most: '500 KB' })
    const { documents, problems } = await readYaml(name, text)
    if (problems.length && !documents.length) throw new Fault('fault.yaml', { name, why: problems[0]!.message })
    named.push({ name: usableName(named, name.replace(/[^\w.-]+/g, '-').slice(-60)) ?? freshName(named), text })
  }
  return { files: named }
}
