import { freshName, usableName } from '../edit/files'
import type { Session } from '../session.svelte'
import { megabytes } from './bytes'
import { toLink } from './codec'
import { Fault, orFault } from './fault'
import type { Opener } from './opener'
import { openBrought } from './opening'
import { caps, longestLink } from './sharedRun'
import { broughtBy } from './source'

/** Takes in files from the reader's disk: a saved run is opened, YAML is added to the editor. What it cannot take is told. */
export const bringFiles = (session: Session, open: Opener, files: readonly File[]): Promise<Fault | void> =>
  orFault(take(session, open, files))

async function take(session: Session, open: Opener, files: readonly File[]): Promise<void> {
  if (!files.length) return
  const brought = await broughtBy(await Promise.all(files.slice(0, caps.files).map(read)))
  if ('run' in brought) {
    const link = await toLink(brought.run)
    return open(await openBrought(brought, ''), link.length <= longestLink ? link : '')
  }
  const { desk, options } = session
  if (options.readonly) throw new Fault('fault.readonly')
  for (const { name, text } of brought.files) {
    // What is written here already is not written over.
    await desk.putFile(usableName(desk.files, name) ?? freshName(desk.files), text)
  }
}

async function read(file: File): Promise<{ readonly name: string; readonly text: string }> {
  const { name, size } = file
  if (size > caps.bytes) throw new Fault('fault.large', { most: megabytes(caps.bytes) })
  try {
    return { name, text: await file.text() }
  } catch {
    throw new Fault('fault.unreadable', { name })
  }
}
