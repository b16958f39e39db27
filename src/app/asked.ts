import { holdsRun } from '../ui/address'
import { openingScenario } from '../ui/opening'
import type { OpeningOptions } from '../ui/scenario'
import type { Session } from '../ui/session.svelte'
import type { Opened } from '../ui/share/opening'

export interface Found extends Opened {
  /** Why it is not what was asked for. */
  readonly complaint?: (session: Session) => string
}

/** The run that the address asks for; the opening scenario when that cannot be had, and why. */
export async function findAsked({ scenario: id, seed }: OpeningOptions): Promise<Found> {
  if (holdsRun(location)) {
    const opened = await (await import('../ui/share/opening')).openAddress(location)
    return 'scenario' in opened
      ? opened
      : { scenario: openingScenario, complaint: ({ language }) => opened.insteadSaid(language) }
  }
  const found = id === null ? openingScenario : await (await import('../ui/scenarios')).loadScenario(id)
  if (!found) return { scenario: openingScenario, complaint: ({ say }) => say('shelf.none', { id: id ?? '' }) }
  return { scenario: seed === undefined ? found : { ...found, seed } }
}

/**
 * What follows once a run is shown: the camera, what its sender looked at, its goals, then the commands of the address. `reached` is told the
 * id of each goal.
 */
export async function goOn(
  session: Session,
  { seen, complaint }: Found,
  { camera, commands }: OpeningOptions,
  reached: (id: string) => void = () => undefined,
): Promise<void> {
  if (camera) session.stage?.lookAt(camera)
  seen?.look(session)
  const { goals } = session.scenario
  if (goals?.length) {
    const { watchGoals } = await import('../ui/goals/watch')
    watchGoals(session, goals, ({ id, text }) => {
      void session.words.bringAll().then(() => session.told.tell(session.say('goal.reached', { goal: text[session.language] })))
      reached(id)
    })
  }
  if (commands) await (await import('../ui/command/carryOut')).carryOut(session, commands)
  if (complaint) session.notice = complaint(session)
}
