import type { ContainerView, PodView } from '../world/frame'
import { podHeight } from './form'
import { fitTag, nucleusY, podGlyph, podRadius } from './podGlyph'
import { roundRect } from './outlines'
import type { Say } from './say'
import { circle, hueTone, mix, path, text, type Shape } from './shape'
import { clip } from './textWidth'

const probeNames = { liveness: 'live', readiness: 'ready', startup: 'start' } as const

/** A running pod seen from very near: its whole name, its containers by name, and the last results of every probe. */
export function closeUp(pod: PodView, w: number, time: number, say: Say): Shape[] {
  if (pod.state !== 'ready' && pod.state !== 'notready') return podGlyph(pod, w, time, say, true)
  const tone = hueTone(pod.hue, pod.old)
  const ready = pod.state === 'ready'
  const running = pod.containers.filter((container) => container.role !== 'init')
  const h = podHeight
  const shapes: Shape[] = [
    path(roundRect(0, 0, w, h, podRadius * 0.7), { fill: ready ? mix(tone, 'tint') : 'card', stroke: tone, width: 1.1 }),
    text(5, 10.5, clip(pod.name, w - 10, 4.6, true, true), { size: 4.6, mono: true, bold: true }),
  ]
  const nuclei = running.slice(0, 2)
  nuclei.forEach((container, i) => shapes.push(...nucleus(container, i, pod)))
  const rows = running.flatMap((container) => container.probes).slice(0, 3)
  rows.forEach((probe, i) => {
    const y = nucleusY - 5 + i * 7
    shapes.push(text(w - 30, y + 1.4, probeNames[probe.type], { size: 4, fill: 'ink2' }))
    probe.results.slice(-3).forEach((passed, j) => {
      const x = w - 15 + j * 4.4
      shapes.push(circle(x, y, 1.4, passed ? { fill: tone } : { fill: 'card', stroke: tone, width: 0.7 }))
    })
  })
  const asked = `${pod.cpu}m · ${Math.round(pod.memory / 1048576)}Mi`
  shapes.push(text(5, h - 12, asked, { size: 4, mono: true, fill: 'ink2' }))
  if (pod.restarts) shapes.push(text(w - 5, h - 12, `↻${pod.restarts}`, { size: 4, mono: true, anchor: 'end', fill: 'ink2' }))
  shapes.push(
    circle(
      w / 2,
      h,
      ready ? 3 : 2.4,
      ready ? { fill: tone, stroke: 'card', width: 1.2 } : { fill: 'card', stroke: tone, width: 1 },
    ),
  )
  if (!ready) shapes.push(path(`M${w / 2 - 5} ${h + 4.4}h10`, { stroke: tone, width: 1.3 }))
  return shapes
}

function nucleus(container: ContainerView, index: number, pod: PodView): Shape[] {
  const tone = hueTone(pod.hue, pod.old)
  const r = index === 0 ? 11 : 7
  const x = index === 0 ? 17 : 37
  const y = nucleusY + 2
  const shapes: Shape[] = [circle(x, y, r, { fill: tone, alpha: index === 0 ? 1 : 0.78 })]
  if (index > 0)
    return [
      ...shapes,
      text(x, y + 1.4, clip(container.name, r * 1.9, 4, true), { size: 4, bold: true, anchor: 'middle', fill: 'on' }),
    ]
  return [
    ...shapes,
    text(x, y, fitTag(container.tag, 20, 6), { size: 6, bold: true, anchor: 'middle', fill: 'on' }),
    text(x, y + 5.4, clip(container.name, 19, 4), { size: 4, anchor: 'middle', fill: 'on' }),
  ]
}
