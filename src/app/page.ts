import { flushSync, mount, unmount } from 'svelte'
import '../ui/styles/base.css'
import { addressWith, readAddress } from '../ui/address'
import { createClient } from '../ui/client'
import { createHandle, type PageHandle } from '../ui/handle'
import { openingScenario } from '../ui/opening'
import recordedText from '../ui/opening.generated.json?raw'
import type { Recording } from '../ui/recording'
import type { OpeningOptions } from '../ui/scenario'
import { Session } from '../ui/session.svelte'
import type { Opened } from '../ui/share/opening'
import App from '../ui/shell/App.svelte'
import { dressPage, scalePage } from '../ui/theme'
import { findAsked, goOn, type Found } from './asked'

declare global {
  interface Window {
    kubarium: PageHandle
  }
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

  async function show(found: Found, asked: OpeningOptions): Promise<void> {
    const { scenario, seen } = found
    const options = seen?.options(asked, location.search) ?? asked
    if (app) await unmount(app)
    const mine = (session = new Session(scenario, options))
    app = mount(App, { target: document.getElementById('app')!, props: { session, open: openAnother } })
    // The stage listens before the first frame is shown.
    flushSync()
    const opened = session.open(client, options, scenario === openingScenario ? (JSON.parse(recordedText) as Recording) : null)
    const ready = opened
      .then(() => goOn(mine, found, options))
      .then(() => {
        if (mine.notice) mine.noticeAt = { x: innerWidth / 2 - 220, y: 92 }
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
    await show(await findAsked(options), options)
  }
  window.addEventListener('popstate', () => void followAddress())
  window.addEventListener('hashchange', () => void followAddress())

  const options = optionsNow()
  dressPage(options.theme)
  scalePage(options.scale)
  document.documentElement.lang = options.language
  const asked = await findAsked(options)
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
