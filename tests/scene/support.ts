import { detailFor } from '../../src/scene/detail'
import { chooseForm } from '../../src/scene/form'
import { layout, type Layout } from '../../src/scene/layout'
import { applyFrame, createStageModel, type StageModel } from '../../src/scene/model'
import { sayStage } from '../../src/scene/phrases'
import type { SceneView } from '../../src/scene/scene'
import type { Frame } from '../../src/world/frame'

export const desk = { width: 1140, height: 662, inset: { top: 52, right: 0, bottom: 0, left: 0 } }

/** A model filled with one frame. */
export function modelOf(frame: Frame): StageModel {
  const model = createStageModel()
  applyFrame(model, frame)
  return model
}

/** The layout of a model on the desktop's stage. */
export const layoutOf = (model: StageModel, view = desk): Layout => layout(model, chooseForm(model, view, null))

/** A quiet view of a layout at its own size. */
export function viewOf(place: Layout, extra: Partial<SceneView> = {}): SceneView {
  const detail = detailFor(place.form.podWidth * place.form.pod, null)
  return {
    layout: place,
    k: 1,
    detail,
    selected: '',
    hover: '',
    focus: '',
    speed: 0,
    reduced: false,
    say: sayStage('en'),
    ...extra,
  }
}

/** A frame that says nothing new but the time. */
export const later = (now: number, extra: Partial<Frame> = {}): Frame => ({
  reset: false,
  now,
  end: now,
  pods: [],
  gonePods: [],
  messages: [],
  marks: [],
  driftLine: [],
  ...extra,
})
