import { bookmarksOf } from '../bookmarks.svelte'
import type { Session } from '../session.svelte'
import { pointedAt } from './pointing'
import type { SharedRun, SharedView } from './sharedRun'

/** The run of a session as it goes from hand to hand, and what is looked at now. */
export async function shareOf(session: Session): Promise<SharedRun> {
  const { seed, nodes, log } = await session.run()
  const { desk, scenario } = session
  const origin = scenario.isReplay ? scenario.origin : scenario.id
  const { list: bookmarks } = bookmarksOf(session)
  return {
    seed,
    nodes,
    files: desk.files,
    log,
    view: viewOf(session),
    ...(origin && { scenario: origin }),
    ...(bookmarks.length && { bookmarks }),
  }
}

function viewOf({ view, lens, selected, desk, stage, playing, speed, crash }: Session): SharedView {
  const camera = stage?.chosen
  const selection = pointedAt(view, selected)
  return {
    time: view.now,
    lens,
    ...(camera && { camera }),
    ...(selection && { selection }),
    ...(desk.file && { file: desk.file }),
    ...(!playing && !crash && { paused: true }),
    ...(speed !== 1 && { speed: Number.isFinite(speed) ? speed : 'max' }),
  }
}
