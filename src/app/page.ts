import { flushSync, mount, unmount } from 'svelte'
import '../ui/styles/base.css'
import { addressWith, holdsRun, readAddress } from '../ui/address'
import { createClient } from '../ui/client'
import { createHandle, type PageHandle } from '../ui/handle'
import { openingScenario } from '../ui/opening'
import recordedText from '../ui/opening.generated.json?raw'
import type { Recording } from '../ui/recording'
import type { OpeningOptions } from '../ui/scenario'
import { Session } from '../ui/session.svelte'
import type { Opened } from '../ui/share/opening'
import App from '../ui/shell/App.svelte'
import { dressPage } from '../ui/theme'

declare global {
  interface Window {
    kubarium: PageHandle
  }
}

interface Asked extends Opened {
  /** Why it is not what was asked for. */
  readonly complaint?: (session: Session) => string
}

/** Shows the page over the thread in which its world runs. */
export async function openPage(worker: Worker): Promise<void> {
  let session: Session
  let app: ReturnType<typeof mount> | null = null
  const client = createClient(
    worker,
    (frame) => session.take(frame),
    (message) => session.fail(message),
  )

  async function show({ scenario, seen, complaint }: Asked, asked: OpeningOptions): Promise<void> {
    const options = seen?.options(asked, location.search) ?? asked
    if (app) await unmount(app)
    const mine = (session = new Session(scenario, options))
    app = mount(App, { target: document.getElementById('app')!, props: { session, open: openAnother } })
    // The stage listens before the first frame is shown.
    flushSync()
    const opened = session.open(client, options, scenario === openingScenario ? (JSON.parse(recordedText) as Recording) : null)
    const ready = opened.then(() => {
      if (options.camera) mine.stage?.lookAt(options.camera)
      seen?.look(mine)
      if (!complaint) return
      mine.notice = complaint(mine)
      mine.noticeAt = { x: innerWidth / 2 - 220, y: 92 }
    })
    window.kubarium = createHandle(session, ready)
    await ready
  }

  /** Another run takes the place of this one, whose text is kept. */
  async function openAnother(opened: Opened, hash: string): Promise<void> {
    await session.desk.applyAll()
    history.pushState(null, '', addressWith(location.search, hash))
    shown = named()
    await show(opened, { ...optionsNow(), lens: null, at: null })
  }

  const optionsNow = (): OpeningOptions => readAddress(location.search, navigator.languages)
  let shown = named()
  async function followAddress(): Promise<void> {
    if (shown === named()) return
    shown = named()
    await session.desk.applyAll()
    const { theme, language } = session
    const options = { ...optionsNow(), theme, language }
    await show(await askedFor(options), options)
  }
  window.addEventListener('popstate', () => void followAddress())
  window.addEventListener('hashchange', () => void followAddress())

  const options = optionsNow()
  dressPage(options.theme)
  document.documentElement.lang = options.language
  const asked = await askedFor(options)
  void show(asked, options)

  let last = performance.now()
  requestAnimationFrame(function beat(now) {
    session.beat(now - last)
    last = now
    requestAnimationFrame(beat)
  })
}

/** What of the address says which run it is. */
function named(): string {
  const asked = new URLSearchParams(location.search)
  return [location.hash, ...['scenario', 'src', 'gist', 'seed'].map((name) => asked.get(name))].join(' ')
}

/** What the address asks for; the opening scenario when that cannot be had, and why. */
async function askedFor({ scenario: id, seed }: OpeningOptions): Promise<Asked> {
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
