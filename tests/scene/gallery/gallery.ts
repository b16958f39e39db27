import { createStage, type Stage } from '../../../src/render/stage'
import type { Lens } from '../../../src/render/stage'
import type { ThemeName } from '../../../src/render/tokens'
import { sayStage } from '../../../src/scene/phrases'
import type { Frame } from '../../../src/world/frame'
import { play } from './paintBench'
import { crashLoop, crowd, embedScene, now, rollingUpdate, states } from './frames'

/** One stage in the window, told by the query: `scene theme lang width height top form select focus hover lens zoom`. */
const query = new URLSearchParams(location.search)
const number = (name: string, fallback: number): number => Number(query.get(name) ?? fallback)

const scenes: Readonly<Record<string, () => Frame>> = {
  rollingUpdate,
  crashLoop,
  embed: embedScene,
  states,
  twelve: () => crowd(12, 12),
  forty: () => crowd(40, 28),
  hundreds: () => crowd(400, 30, 3),
}

declare global {
  interface Window {
    stage: Stage
    playFrames: typeof play
  }
}

const host = document.getElementById('host')!
host.style.width = `${number('width', 1140)}px`
host.style.height = `${number('height', 662)}px`
const inset = { top: number('top', 52), right: 0, bottom: 0, left: 0 }
const stage = createStage(host, {
  theme: (query.get('theme') ?? 'dark') as ThemeName,
  lens: (query.get('lens') ?? 'where') as Lens,
  say: sayStage(query.get('lang') === 'ko' ? 'ko' : 'en'),
  form: query.get('form') === 'embed' ? 'embed' : 'auto',
  inset,
})
window.stage = stage
window.playFrames = play
stage.update((scenes[query.get('scene') ?? ''] ?? rollingUpdate)(), now, 0)
if (query.has('select')) stage.setSelection(query.get('select')!)
if (query.has('focus')) stage.setFocus(query.get('focus')!)
if (query.has('hover')) stage.setHover(query.get('hover')!)
if (query.has('turn')) stage.setLens(query.get('turn') as Lens)
if (query.has('zoom')) {
  const k = number('zoom', 1)
  stage.setCamera({ k, x: -number('zx', 0) * k, y: -number('zy', 0) * k }, false)
}
requestAnimationFrame(() => document.documentElement.setAttribute('data-ready', 'true'))
