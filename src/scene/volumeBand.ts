import type { VolumeView } from '../world/frame'
import { margin, type Form } from './form'
import type { StageModel } from './model'
import type { Box } from './shape'
import { textWidth } from './textWidth'

/** A claim's and its volume's place in the band. */
export interface VolumeSpot extends Box {
  readonly uid: string
}

/** Room at the left for the name of the band. */
const labelWidth = 104
const height = 46
const lineGap = 8
/** So many lines at most; what does not fit is told by the outline. */
const mostLines = 3

/** Claims and volumes in lines under the Services, from `top` on, in the order of their names. */
export function volumeBand({ furniture }: StageModel, form: Form, top: number): VolumeSpot[] {
  if (form.detail === 'far') return []
  const spots: VolumeSpot[] = []
  const left = margin + labelWidth
  let [x, y, line] = [left, top, 0]
  for (const volume of furniture.volumes) {
    const w = volumeWidth(volume)
    if (x > left && x + w > form.width - margin) {
      if (++line === mostLines) break
      x = left
      y += height + lineGap
    }
    spots.push({ uid: volume.uid, x, y, w, h: height })
    x += w + 14
  }
  return spots
}

/** Name over size and what is in it, right of a drum. */
function volumeWidth({ claim, volume }: VolumeView): number {
  return Math.min(236, Math.max(186, textWidth(claim || volume, 13.5, true) + 70))
}
