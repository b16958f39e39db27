import type { Frame, Phrase } from '../world/frame'
import { fitCamera, type Camera, type Inset, type Viewport } from '../scene/camera'
import { detailFor, type Detail } from '../scene/detail'
import { chooseForm, type Form } from '../scene/form'
import { boxOf, hitAt, waitingPods, type Extra } from '../scene/hit'
import { hitExtra } from '../scene/hitExtra'
import { layout, type Layout } from '../scene/layout'
import type { Lens } from '../scene/lens'
import { applyFrame, createStageModel } from '../scene/model'
import { createSceneBuilder, type SceneView } from '../scene/scene'
import { grow, type Box } from '../scene/shape'
import { sceneSvg } from '../scene/svg'
import { createCameraControl } from './cameraControl'
import { createLayers } from './layers'
import { toneResolver } from './oklab'
import { intoWorld, seenBoxes } from './journey'
import { createPointer } from './pointer'
import type { Stage, StageOptions } from './stageHandle'
import { mono, sans, themes, type ThemeName } from './tokens'

export type { Lens } from '../scene/lens'
export type { Stage, StageOptions } from './stageHandle'

/** Real ms of camera moves and of the fade between levels of detail. */
const cameraTime = 320
const detailFade = 120
const lensTime = 700

/** Puts a stage into `host`, which it fills; the host must have a size and `position` other than static. */
export function createStage(host: HTMLElement, options: StageOptions): Stage {
  const model = createStageModel()
  const builder = createSceneBuilder()
  const layers = createLayers(host, themes[options.theme])
  let theme: ThemeName = options.theme
  let lens: Lens = options.lens
  let magnify = 1
  let inset: Inset = options.inset ?? { top: 0, right: 0, bottom: 0, left: 0 }
  let say = options.say
  let reduced = options.reducedMotion ?? false
  let [selected, hover, focus] = ['', '', '']
  let [time, speed] = [0, 0]
  let [width, height] = [1, 1]
  let here: Layout | null = null
  let placed: readonly unknown[] = []
  let detail: Detail | null = null
  let form: Form | null = null
  let journey: { from: Map<string, Box>; start: number } | null = null
  let extra: Extra = []
  let follows = true
  let shown = false
  let stale = false
  let pending = 0
  const onCamera: ((camera: Camera) => void)[] = []

  const control = createCameraControl(host, {
    wheelNeedsKey: options.wheelNeedsKey ?? false,
    keyboard: options.keyboard ?? true,
    onMove(camera, byHand) {
      if (byHand) follows = false
      for (const handler of onCamera) handler(camera)
      later()
    },
    onHome: () => stage.fit(true),
  })
  const viewport = (): Viewport => ({ width, height, inset })
  /** The viewport as it looks from where it is seen. */
  const apparent = (): Viewport => {
    const { top, right, bottom, left } = inset
    const seen = { top: top / magnify, right: right / magnify, bottom: bottom / magnify, left: left / magnify }
    return { width: width / magnify, height: height / magnify, inset: seen }
  }
  const home = (): Camera => fitCamera({ x: 0, y: 0, w: here!.width, h: here!.height }, viewport(), magnify)

  /** Makes the layout again when what it depends on changed; the camera goes with it while it follows. */
  function place(): Layout {
    const inputs = [model.structure, width, height, inset, lens]
    if (here && inputs.every((value, i) => value === placed[i])) return here
    const resized = [1, 2, 3].some((i) => inputs[i] !== placed[i])
    placed = inputs
    form = chooseForm(model, apparent(), form, options.form)
    const before = here
    const aspect = Math.max(
      0.6,
      Math.min(2.6, (width - inset.left - inset.right) / Math.max(1, height - inset.top - inset.bottom)),
    )
    here = layout(model, form, lens, lens === 'where' ? 1 : Math.round(aspect * 5) / 5)
    extra = hitExtra(model, here)
    const grown = !before || before.width !== here.width || before.height !== here.height
    const turned = before !== null && (before.lens !== here.lens || before.form.detail !== here.form.detail)
    if (turned && before.lens === here.lens) layers.fade(detailFade)
    if (turned) follows = true
    if (follows && (grown || turned || resized || !shown))
      control.go(home(), shown && !reduced && !turned && !resized ? cameraTime : 0)
    return here
  }

  function paint(): void {
    cancelAnimationFrame(pending)
    pending = 0
    const layoutNow = place()
    if (journey && performance.now() - journey.start >= lensTime) journey = null
    const { camera } = control
    const px = (layoutNow.form.podWidth * layoutNow.form.pod * camera.k) / magnify
    const next = detailFor(px, detail)
    if (detail && next !== detail && shown && !journey) layers.fade(detailFade)
    detail = next
    layers.paint(builder.build(model, time, viewNow(layoutNow, next)), camera)
    shown = true
    if (journey) later()
  }

  const viewNow = (layoutNow: Layout, level: Detail): SceneView => ({
    layout: layoutNow,
    k: control.camera.k / magnify,
    detail: level,
    selected,
    hover,
    focus,
    speed,
    reduced,
    say,
    morph: journey && { from: journey.from, part: Math.min(1, (performance.now() - journey.start) / lensTime) },
  })

  function later(): void {
    if (!pending) pending = requestAnimationFrame(paint)
  }

  const pointer = createPointer(
    host,
    (clientX, clientY) => {
      if (!here) return null
      const { left, top } = host.getBoundingClientRect()
      const { x, y, k } = control.camera
      return hitAt(model, here, extra, (clientX - left - x) / k, (clientY - top - y) / k)
    },
    (uid) => {
      hover = uid
      later()
    },
  )

  function measure(): void {
    const box = host.getBoundingClientRect()
    const ratio = Math.min(3, window.devicePixelRatio || 1)
    ;[width, height] = [Math.max(1, box.width), Math.max(1, box.height)]
    magnify = options.magnify?.() ?? 1
    if (!layers.size(width, height, ratio, magnify)) return
    if (here) place()
    // A canvas that was just sized is blank: paint before the browser shows it.
    if (shown) paint()
  }
  const observer = new ResizeObserver(measure)
  observer.observe(host)
  measure()

  const stage: Stage = {
    model,
    take(frame: Frame) {
      applyFrame(model, frame)
      stale = true
    },
    update(frame, now, rate) {
      if (frame) stage.take(frame)
      if (!stale && now === time && rate === speed && shown) return
      stale = false
      time = now
      speed = rate
      paint()
    },
    setTheme(name) {
      theme = name
      layers.theme(themes[name])
      later()
    },
    setLens(next) {
      if (next === lens) return
      const from = here && !reduced && shown && model.pods.size <= 2500 ? seenBoxes(model, here, control.camera) : null
      layers.fade(from ? lensTime / 2 : detailFade)
      lens = next
      place()
      journey = from && { from: intoWorld(from, control.camera), start: performance.now() }
      later()
    },
    setLanguage(next?: (phrase: Phrase) => string) {
      const speak = next ?? options.say
      say = (phrase) => speak(phrase)
      later()
    },
    setReducedMotion(value) {
      reduced = value
      later()
    },
    setSelection(uid) {
      selected = uid
      later()
    },
    setHover(uid) {
      hover = uid
      later()
    },
    setFocus(uid) {
      focus = uid
      later()
    },
    setInset(next) {
      inset = next
      later()
    },
    get camera() {
      return control.camera
    },
    setCamera(camera, animate = true) {
      follows = false
      control.go(camera, animate && !reduced ? cameraTime : 0)
    },
    get chosen() {
      const { x, y, k } = control.camera
      return follows ? null : { x: (width / 2 - x) / k, y: (height / 2 - y) / k, k }
    },
    lookAt: ({ x, y, k }) => stage.setCamera({ k, x: width / 2 - x * k, y: height / 2 - y * k }, false),
    zoomBy: (factor) => control.by(factor),
    panBy: (dx, dy) => control.pan(dx, dy),
    fit(animate = true) {
      follows = true
      if (here) control.go(home(), animate && !reduced ? cameraTime : 0)
    },
    reveal(uid) {
      const box = here && boxOf(model, here, uid, waitingPods(model))
      if (!box) return
      const { x, y, k } = control.camera
      const [left, top] = [box.x * k + x, box.y * k + y]
      const inside =
        left >= inset.left &&
        top >= inset.top &&
        left + box.w * k <= width - inset.right &&
        top + box.h * k <= height - inset.bottom
      if (inside) return
      const cx = (inset.left + width - inset.right) / 2
      const cy = (inset.top + height - inset.bottom) / 2
      stage.setCamera({ k, x: cx - (box.x + box.w / 2) * k, y: cy - (box.y + box.h / 2) * k })
    },
    boxOf(uid) {
      // Signs have no place of their own in the layout: they stand where something is going on.
      const box = here && (boxOf(model, here, uid, waitingPods(model)) ?? extra.find(([, hit]) => hit.uid === uid)?.[0])
      if (!box) return null
      const { x, y, k } = control.camera
      const { left, top } = host.getBoundingClientRect()
      return new DOMRect(left + box.x * k + x, top + box.y * k + y, box.w * k, box.h * k)
    },
    prepare() {
      control.expectHand()
      layers.warm()
    },
    onPick: (handler) => void pointer.pick.push(handler),
    onHover: (handler) => void pointer.hover.push(handler),
    onContext: (handler) => void pointer.context.push(handler),
    onCamera: (handler) => void onCamera.push(handler),
    resize: measure,
    picture: () => layers.flatten(),
    async toBlob(type = 'image/png') {
      paint()
      if (type === 'image/svg+xml') {
        const scene = builder.build(model, time, viewNow(here!, detail!))
        const box = grow({ x: 0, y: 0, w: here!.width, h: here!.height }, 12)
        return new Blob([sceneSvg([...scene.standing, ...scene.moving], box, toneResolver(themes[theme]), { sans, mono })], {
          type,
        })
      }
      const whole = layers.flatten()
      return new Promise((resolve, reject) => {
        whole.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture: the stage has no size'))), type)
      })
    },
    destroy() {
      cancelAnimationFrame(pending)
      observer.disconnect()
      control.destroy()
      pointer.destroy()
      layers.destroy()
    },
  }
  return stage
}
