import { appliedIn } from '../edit/files'
import { deflate, fromLetters, inflate, textOf, toLetters } from './bytes'
import { Fault } from './fault'
import { readShared } from './readShared'
import { caps, type SharedRun } from './sharedRun'

/**
 * A run as the content of an address, `#v1.LETTERS`: its JSON, deflated, in letters that mean themselves there. What one version has
 * written every later one reads.
 */
export async function toLink(run: SharedRun): Promise<string> {
  const text = JSON.stringify(packed(checked(run)))
  return `#v1.${toLetters(await deflate(new TextEncoder().encode(text)))}`
}

/** The run of a link. Throws a Fault for whatever else stands there. */
export async function fromLink(hash: string): Promise<SharedRun> {
  const [, version, letters] = /^#?v(\d{1,6})\.?(.*)$/s.exec(hash) ?? []
  if (version === undefined || letters === undefined) throw new Fault('fault.notRun')
  if (version !== '1') throw new Fault('fault.newer')
  if (letters.length > caps.link) throw new Fault('fault.long', { most: caps.link })
  if (!letters) throw new Fault('fault.damaged')
  return readShared(parsed(textOf(await inflate(fromLetters(letters), caps.bytes)), 'fault.damaged'))
}

/** A run as a file, for what is too long for a link: the same JSON, to be read by people too. */
export const toFile = (run: SharedRun): string => `${JSON.stringify({ kubarium: 1, ...checked(run) }, null, 2)}\n`

/** The run of a file. Throws a Fault for whatever else it holds. */
export function fromFile(text: string): SharedRun {
  if (text.length > caps.bytes) throw new Fault('fault.large', { most: '4 MB' })
  const value = parsed(text, 'fault.notRun')
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'kubarium')) throw new Fault('fault.notRun')
  if ((value as { kubarium: unknown }).kubarium !== 1) throw new Fault('fault.newer')
  return readShared(value)
}

/** Nobody is given what cannot be opened again. */
const checked = (run: SharedRun): SharedRun => readShared(run)

/** A text that was applied stands in the log already. */
function packed(run: SharedRun): object {
  const applied = new Map(appliedIn(run.log).map(({ name, text }) => [name, text]))
  return { ...run, files: run.files.map(({ name, text }) => (applied.get(name) === text ? { name } : { name, text })) }
}

function parsed(text: string, otherwise: 'fault.damaged' | 'fault.notRun'): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Fault(otherwise)
  }
}
