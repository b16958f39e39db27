import { mount } from 'svelte'
import '../ui/styles/base.css'
import { readAddress } from '../ui/address'
import { createClient } from '../ui/client'
import { createHandle, type PageHandle } from '../ui/handle'
import { openingScenario } from '../ui/opening'
import { Session } from '../ui/session.svelte'
import App from '../ui/shell/App.svelte'
import { dressPage } from '../ui/theme'

declare global {
  interface Window {
    kubarium: PageHandle
  }
}

/** Shows the page over the thread in which its world runs. */
export function openPage(worker: Worker): void {
  const options = readAddress(location.search, navigator.languages)
  dressPage(options.theme)
  document.documentElement.lang = options.language

  const session = new Session(openingScenario, options)
  const client = createClient(
    worker,
    (frame) => session.take(frame),
    (message) => session.fail(message),
  )
  const ready = session.open(client, options)
  window.kubarium = createHandle(session, ready)
  mount(App, { target: document.getElementById('app')!, props: { session } })

  let last = performance.now()
  requestAnimationFrame(function beat(now) {
    session.beat(now - last)
    last = now
    requestAnimationFrame(beat)
  })
}
