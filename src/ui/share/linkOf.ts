import type { Session } from '../session.svelte'
import { toLink } from './codec'
import { Fault } from './fault'
import { shareOf } from './shareOf'
import { longestLink } from './sharedRun'

/** The link of a session's run as it is now, `#v1.…`; '' when it cannot be one or is too long to be passed on. */
export async function linkOf(session: Session): Promise<string> {
  try {
    const link = await toLink(await shareOf(session))
    return link.length <= longestLink ? link : ''
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}
