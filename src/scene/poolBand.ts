import { margin, type Form } from './form'
import type { StageModel } from './model'
import { poolWidth } from './poolShapes'
import type { Box } from './shape'

/** A pool's place in its band. */
export interface PoolSpot extends Box {
  /** `pool:` and its name: no object of the API stands behind it. */
  readonly uid: string
}

/** Room at the left for the name of the band. */
const labelWidth = 104
const height = 46

/** Pools of machines in one line, from `top` on; what does not fit is told by the outline. */
export function poolBand({ furniture }: StageModel, form: Form, top: number): PoolSpot[] {
  if (form.detail === 'far') return []
  const spots: PoolSpot[] = []
  let x = margin + labelWidth
  for (const pool of furniture.pools) {
    const w = poolWidth(pool)
    if (x + w > form.width - margin) break
    spots.push({ uid: `pool:${pool.name}`, x, y: top, w, h: height })
    x += w + 14
  }
  return spots
}
