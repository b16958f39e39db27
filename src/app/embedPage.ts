import { flushSync, mount } from 'svelte'
import '../ui/styles/base.css'
import { readAddress } from '../ui/address'
import { atRest } from '../ui/atRest'
import { createClient } from '../ui/client'
import EmbedApp from '../ui/embed/EmbedApp.svelte'
import { openHostLink, type News } from '../ui/embed/hostLink'
import type { Ordered } from '../ui/embed/messages'
import { createHandle } from '../ui/handle'
import { openingScenario } from '../ui/opening'
import recordedText from '../ui/opening.generated.json?raw'
import type { Recording } from '../ui/recording'
import { Session } from '../ui/session.svelte'
import { keepNothing } from '../ui/storage'
import { dressPage, scalePage } from '../ui/theme'
import { findAsked, goOn } from './asked'

/** The stage has this long, real ms, before its world's thread competes with it. */
const STANDING = 300

/** Real ms between two tellings of the state to the page around. */
const TELLING = 250

/** Shows the embed; its world begins when the stage stands, or when the reader asks for it. */
export async function openEmbed(): Promise<void> {
  keepNothing()
  const asked = readAddress(location.search, navigator.languages)
  dressPage(asked.theme)
  scalePage(asked.scale)
  document.documentElement.lang = asked.language
  const found = await findAsked(asked)
  const { scenario, seen } = found
  const options = seen?.options(asked, location.search) ?? asked
  const recording = scenario === openingScenario ? (JSON.parse(recordedText) as Recording) : null
  const session = new Session(scenario, { ...options, paused: options.paused || asked.waits })

  let begun: Promise<void> | null = null
  const begin = (): Promise<void> => (begun ??= import('./thread').then(({ startThread }) => run(startThread())))

  async function run(worker: Worker): Promise<void> {
    const client = createClient(
      worker,
      (frame) => session.take(frame),
      (message) => session.fail(message || session.say('embed.noThread')),
    )
    await session.open(client, options, recording)
    await goOn(session, found, options, (id) => link.tell({ event: 'goal', id }))
  }

  await session.setLanguage(options.language)
  /** The address of this very run once it has begun; until then, of what it will be. */
  const playground = async (): Promise<string> => {
    const link = begun && (await begun.then(async () => (await import('../ui/share/linkOf')).linkOf(session)))
    return `./${link || location.search + location.hash}`
  }
  mount(EmbedApp, {
    target: document.getElementById('app')!,
    props: { session, waitsAtFirst: asked.waits, begin: () => void begin(), playground },
  })
  flushSync()
  if (recording && (asked.waits || options.at === null)) session.preview(recording)

  const link = openHostLink(asked.origin, carryOut)
  const ready = asked.waits ? Promise.resolve() : new Promise<void>((done) => atRest(done, STANDING)).then(begin)
  window.kubarium = createHandle(session, ready)

  async function carryOut(order: Ordered): Promise<News | null> {
    if (order.command !== 'theme' && order.command !== 'language' && order.command !== 'state') await begin()
    switch (order.command) {
      case 'play':
        session.play(order.speed)
        return null
      case 'pause':
        session.pause()
        return null
      case 'seek':
        await session.seek(order.at)
        return null
      case 'reset':
        await session.reset()
        return null
      case 'apply':
        if (asked.readonly) throw new Error('this embed is read-only')
        await session.desk.putFile(order.file, order.text)
        return null
      case 'lens':
        session.setLens(order.lens)
        return null
      case 'theme':
        session.setTheme(order.theme)
        return null
      case 'language':
        await session.setLanguage(order.language)
        return null
      case 'state':
        return { event: 'state', state: window.kubarium.state(), ...(order.id !== undefined && { id: order.id }) }
    }
  }

  void ready.then(() => link.tell({ event: 'ready' }))
  tellHeight(link)
  followTheme(session, asked.followsTheme)
  beat(session, link)
}

/** The height that suits the width, told at first and whenever it changes. */
function tellHeight(link: { tell(news: News): void }): void {
  let told = 0
  const tell = (): void => {
    const height = window.innerWidth < 600 ? 600 : 420
    if (height !== told) link.tell({ event: 'resize', height })
    told = height
  }
  tell()
  window.addEventListener('resize', tell)
}

function followTheme(session: Session, follows: boolean): void {
  if (!follows) return
  const light = matchMedia('(prefers-color-scheme: light)')
  light.addEventListener('change', () => session.setTheme(light.matches ? 'light' : 'dark'))
}

/** Time passes only while the frame can be seen: a post may hold many of them. */
function beat(session: Session, link: { tell(news: News): void }): void {
  let inView = false
  // Of several sightings at once the last one holds.
  new IntersectionObserver((entries) => (inView = entries.at(-1)?.isIntersecting ?? false)).observe(document.documentElement)
  let [last, told] = [performance.now(), 0]
  let view: unknown = null
  requestAnimationFrame(function next(now) {
    requestAnimationFrame(next)
    if (inView) session.beat(now - last)
    last = now
    if (now - told < TELLING || view === session.view || !session.isAlive) return
    told = now
    view = session.view
    link.tell({ event: 'state', state: window.kubarium.state() })
  })
}
