import { createStage } from '../../../src/render/stage'
import { sayStage } from '../../../src/scene/phrases'
import type { PodView } from '../../../src/world/frame'
import { later } from '../support'
import { crowd, message, now, pod } from './frames'

export interface Timing {
  /** Median and 95th percentile of main-thread script for one frame, ms. */
  readonly median: number
  readonly p95: number
}

/**
 * Plays `frames` frames of a cluster of 2,000 pods: `changed` pods turn with each, `flying` messages are on their way. Returns what a
 * frame cost in script, the first few left out.
 */
export async function play(frames: number, changed: number, flying: number): Promise<Timing> {
  const host = document.createElement('div')
  host.style.cssText = 'position:absolute;left:0;top:0;width:1140px;height:662px'
  document.body.append(host)
  const stage = createStage(host, { theme: 'dark', lens: 'where', say: sayStage('en') })
  const first = crowd(80, 25)
  stage.update({ ...first, messages: [] }, now, 1)
  const costs: number[] = []
  for (let i = 1; i <= frames; i++) {
    const time = now + i * 16
    const pods: PodView[] = []
    for (let j = 0; j < changed; j++) {
      const at = (i * 37 + j * 101) % first.pods.length
      const old = first.pods[at]!
      pods.push(
        pod(old.short, old.app, old.hue, Math.floor(at / 25) + 1, old.slot, {
          state: (i + j) % 2 ? 'ready' : 'notready',
          old: old.old,
        }),
      )
    }
    const sent = Array.from({ length: Math.ceil(flying / 40) }, (_, j) =>
      message(i * 100 + j, time, 'status', `kubelet:node-${((i * 7 + j * 13) % 80) + 1}`, 'apiserver', j % 6),
    )
    const start = performance.now()
    stage.update(later(time, { pods, messages: sent }), time, 1)
    if (i > 60) costs.push(performance.now() - start)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  stage.destroy()
  host.remove()
  costs.sort((a, b) => a - b)
  return { median: costs[Math.floor(costs.length / 2)]!, p95: costs[Math.floor(costs.length * 0.95)]! }
}
