import { flushSync, mount } from 'svelte'
import '../ui/styles/base.css'
import { readAddress } from '../ui/address'
import { createClient } from '../ui/client'
import { createHandle, type PageHandle } from '../ui/handle'
import { openingScenario } from '../ui/opening'
import recordedText from '../ui/opening.generated.json?raw'
import type { Recording } from '../ui/recording'
import { Session } from '../ui/session.svelte'
import App from '../ui/shell/App.svelte'
import { dressPage } from '../ui/theme'

declare global {
  interface Window {
    kubarium: PageHandle
  }
}

/** Shows the page over the thread in which its world runs. */
export async function openPage(worker: Worker): Promise<void> {
  const options = readAddress(location.search, navigator.languages)
  dressPage(options.theme)
  document.documentElement.lang = options.language

  const asked =
    options.scenario === null ? openingScenario : await (await import('../ui/scenarios')).loadScenario(options.scenario)
  const scenario = asked ?? openingScenario
  const session = new Session(scenario, options)
  const client = createClient(
    worker,
    (frame) => session.take(frame),
    (message) => session.fail(message),
  )
  mount(App, { target: document.getElementById('app')!, props: { session } })
  // The stage listens before the first frame is shown.
  flushSync()
  const ready = session.open(client, options, scenario === openingScenario ? (JSON.parse(recordedText) as Recording) : null)
  window.kubarium = createHandle(session, ready)
  if (!asked) void ready.then(() => (session.notice = session.say('shelf.none', { id: options.scenario ?? '' })))

  let last = performance.now()
  requestAnimationFrame(function beat(now) {
    session.beat(now - last)
    last = now
    requestAnimationFrame(beat)
  })
}
