/**
 * <kubarium-embed scenario="opening" theme="light" lang="ko"></kubarium-embed>
 *
 * A live cluster in a page that allows scripts. It is an iframe with the height that suits it, and methods and events instead of messages:
 *
 *   const cluster = document.querySelector('kubarium-embed')
 *   await cluster.ready
 *   await cluster.apply('web.yaml', text)      // a whole file, as if typed
 *   await cluster.seek(30000)                  // ms of the cluster's own time
 *   cluster.addEventListener('state', (event) => console.log(event.detail.pods))
 *   cluster.addEventListener('goal', (event) => console.log(event.detail.id))
 *
 * Attributes: scenario, src, gist, seed, cmd (commands of kubectl), theme (dark, light), lang (en, ko), lens (where, owns, talks), speed, paused,
 * t (seconds), d (camera), ctl (click to run), readonly, hide (field,caption,steps,share,open), scale, nointro, as (a user), run (what comes after `#` in a shared link), label (the frame's accessible name).
 * Nothing is loaded before the element comes near the view.
 */
const home = new URL('.', import.meta.url)
const passed = [
  ...['scenario', 'src', 'gist', 'seed', 'cmd', 'theme', 'lang', 'lens', 'speed', 'paused', 't', 'd'],
  ...['ctl', 'readonly', 'hide', 'scale', 'nointro', 'as'],
]
const patience = 20_000

class KubariumEmbed extends HTMLElement {
  #frame = document.createElement('iframe')
  #waiting = new Map()
  #lastId = 0
  #isReady = () => {}
  /** Resolves when the cluster has shown its first moment. */
  ready = new Promise((resolve) => (this.#isReady = resolve))

  connectedCallback() {
    const address = new URL('embed.html', home)
    for (const name of passed) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name))
    address.searchParams.set('origin', location.origin)
    if (this.hasAttribute('run')) address.hash = this.getAttribute('run')
    const frame = this.#frame
    frame.src = address.href
    frame.loading = 'lazy'
    frame.title = this.getAttribute('label') ?? 'Kubarium'
    frame.allow = 'clipboard-write; fullscreen'
    frame.style.cssText = 'display:block;width:100%;height:420px;border:0;border-radius:12px'
    if (!this.style.display) this.style.display = 'block'
    this.append(frame)
    window.addEventListener('message', this.#hear)
  }

  disconnectedCallback() {
    window.removeEventListener('message', this.#hear)
    this.#frame.remove()
  }

  play = (speed) => this.#ask({ command: 'play', ...(speed !== undefined && { speed }) })
  pause = () => this.#ask({ command: 'pause' })
  seek = (at) => this.#ask({ command: 'seek', at })
  apply = (file, text) => this.#ask({ command: 'apply', file, text })
  reset = () => this.#ask({ command: 'reset' })
  setLens = (lens) => this.#ask({ command: 'lens', lens })
  setTheme = (theme) => this.#ask({ command: 'theme', theme })
  setLanguage = (language) => this.#ask({ command: 'language', language })
  /** What the cluster looks like now: `{now, playing, speed, pods, nodes, services, documents, diagnostics}`. */
  state = () => this.#ask({ command: 'state' })

  async #ask(order) {
    // Before that nobody would hear.
    await this.ready
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#settle(id, () => reject(new Error('the embed does not answer'))), patience)
      this.#waiting.set(id, { resolve, reject, late })
      this.#frame.contentWindow?.postMessage({ type: 'kubarium', id, ...order }, home.origin)
    })
  }

  #settle(id, how) {
    const caller = this.#waiting.get(id)
    if (!caller) return
    this.#waiting.delete(id)
    clearTimeout(caller.late)
    how(caller)
  }

  #hear = ({ source, origin, data }) => {
    if (source !== this.#frame.contentWindow || origin !== home.origin || data?.type !== 'kubarium') return
    const { event, id } = data
    if (event === 'ready') this.#isReady()
    if (event === 'resize' && !this.style.height) this.#frame.style.height = `${Number(data.height) || 420}px`
    if (id !== undefined && event === 'refused') this.#settle(id, ({ reject }) => reject(new Error(data.message)))
    else if (id !== undefined) this.#settle(id, ({ resolve }) => resolve(data.state))
    this.dispatchEvent(new CustomEvent(event, { detail: data.state ?? data }))
  }
}

customElements.define('kubarium-embed', KubariumEmbed)
