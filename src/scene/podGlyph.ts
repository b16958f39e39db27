import type { PodView } from '../world/frame'
import { podHeight } from './form'
import { secondsLeft, spanPart } from './motion'
import { clockArc, octagon, roundRect, roundRectLength } from './outlines'
import { phrase, type Say } from './say'
import { circle, hueTone, mix, path, rect, text, type Shape, type Tone } from './shape'
import { textWidth } from './textWidth'

export const podRadius = 15

/** Middle of the nucleus. */
export const nucleusY = podHeight * 0.395
const nucleus = 16.5

interface Look {
  readonly pod: PodView
  readonly w: number
  readonly tone: Tone
  readonly time: number
  readonly say: Say
  /** Names, tags and numbers are drawn; not on small pods. */
  readonly words: boolean
}

/** The silhouette, for rings and hover: `by` px outside the membrane. */
export function silhouette(trouble: boolean, w: number, h: number, by: number): string {
  if (trouble) return octagon(-by, -by, w + 2 * by, h + 2 * by, 15 + by * 0.6)
  return roundRect(-by, -by, w + 2 * by, h + 2 * by, podRadius + by)
}

/** A pod at normal size: membrane = pod, nucleus = container, port = readiness. In a box of `w` x 68 at the origin. */
export function podGlyph(pod: PodView, w: number, time: number, say: Say, words: boolean): Shape[] {
  const look: Look = { pod, w, tone: hueTone(pod.hue, pod.old), time, say, words }
  const h = podHeight
  const mid = w / 2
  const membrane = roundRect(0, 0, w, h, podRadius)
  const { tone } = look
  switch (pod.state) {
    case 'ready':
      return [
        path(membrane, { fill: mix(tone, 'tint'), stroke: tone, width: 2 }),
        ...nuclei(look),
        ...named(look, 'ink'),
        circle(mid, h, 5, { fill: tone, stroke: 'card', width: 2 }),
      ]
    case 'notready':
      return [
        path(membrane, { fill: 'card', stroke: tone, width: 2 }),
        ...nuclei(look),
        ...named(look, 'ink'),
        circle(mid, h, 4.2, { fill: 'card', stroke: tone, width: 1.75 }),
        path(`M${mid - 8} ${h + 7.6}H${mid + 8}`, { stroke: tone, width: 2.25 }),
      ]
    case 'creating':
      return [path(membrane, { fill: 'card', stroke: tone, width: 1.6 }), ...pulling(look), ...inits(look), ...named(look, 'ink')]
    case 'pending':
      return [
        path(membrane, { stroke: tone, width: 2, dash: [5, 5], cap: 'butt' }),
        circle(mid, nucleusY, nucleus * 0.8, { stroke: tone, width: 1.25, dash: [2, 3.2] }),
        ...named(look, 'ink'),
      ]
    case 'ghost':
      return ghostGlyph(w, pod.hue)
    case 'crash':
      return [
        path(octagon(0, 0, w, h, 15), { fill: mix(tone, 14), stroke: 'trouble', width: 2.5 }),
        ...backOff(look),
        ...named(look, 'ink'),
        ...badge(look),
      ]
    case 'failed':
      return [
        path(octagon(0, 0, w, h, 15), { fill: mix(tone, 14), stroke: 'trouble', width: 2.5 }),
        circle(mid, nucleusY, nucleus * 0.95, { stroke: tone, width: 1.5 }),
        path(`M${mid - 6} ${nucleusY - 6}l12 12m0 -12l-12 12`, { stroke: 'trouble', width: 2.75 }),
        ...named(look, 'ink'),
        ...badge(look),
      ]
    case 'term':
      return leaving(look, membrane)
    case 'done':
      return [
        path(membrane, { stroke: 'line2', width: 1.25 }),
        circle(mid, nucleusY, nucleus * 0.95, { stroke: tone, width: 1.5 }),
        path(`M${mid - 7} ${nucleusY + 0.5}l5 5l9 -10`, { stroke: tone, width: 2.75 }),
        ...named(look, 'ink3'),
      ]
    case 'unknown':
      return [
        path(membrane, { fill: 'hatch', stroke: 'mute', width: 2 }),
        circle(mid, nucleusY, nucleus, { fill: 'card', stroke: tone, width: 1.5 }),
        text(mid, nucleusY + 5.5, '?', { size: 16, bold: true, anchor: 'middle' }),
        ...named(look, 'ink', 'card'),
      ]
  }
}

/** A replica that is asked for and not there: the real outline, dotted. */
export function ghostGlyph(w: number, hue: number): Shape[] {
  const tone = hueTone(hue)
  const mid = w / 2
  const y = podHeight / 2
  return [
    path(roundRect(0, 0, w, podHeight, podRadius), { stroke: tone, width: 1.5, dash: [0.1, 5], alpha: 0.95 }),
    path(`M${mid - 6} ${y}h12M${mid} ${y - 6}v12`, { stroke: tone, width: 1.5, alpha: 0.8 }),
  ]
}

function named({ pod, w, words }: Look, fill: Tone, halo?: Tone): Shape[] {
  if (!words || !pod.short) return []
  const most = Math.floor((w - 8) / 7.5)
  const name = pod.short.length > most ? pod.short.slice(-most) : pod.short
  return [text(w / 2, podHeight - 11, name, { size: 12.5, mono: true, anchor: 'middle', fill, ...(halo ? { halo } : {}) })]
}

/** A tag that fits its nucleus: whole dotted parts while they fit, else letters. */
export function fitTag(tag: string, width: number, size: number): string {
  let short = tag
  while (textWidth(short, size, true) > width && short.includes('.')) short = short.slice(0, short.lastIndexOf('.'))
  while (textWidth(short, size, true) > width && short.length > 1) short = short.slice(0, -1)
  return short
}

function nuclei(look: Look): Shape[] {
  const { pod, w, tone, words } = look
  const mid = w / 2
  const running = pod.containers.filter((container) => container.role !== 'init')
  const main = running.find((container) => container.role === 'main') ?? running[0]
  const label = (x: number, size: number, width: number) =>
    words && main
      ? [
          text(x, nucleusY + size * 0.36, fitTag(main.tag, width, size), {
            size,
            bold: true,
            anchor: 'middle',
            fill: 'on',
            ...(size < 13 ? { keep: 10.4 } : {}),
          }),
        ]
      : []
  if (running.length === 2) {
    return [
      circle(mid - 9, nucleusY, 12.5, { fill: tone }),
      circle(mid + 14, nucleusY, 7, { fill: tone, alpha: 0.75 }),
      ...label(mid - 9, 12, 23),
      ...inits(look),
    ]
  }
  if (running.length > 2) {
    const more = text(mid + 16, nucleusY + 4.6, `+${running.length - 1}`, { size: 12.5, bold: true, anchor: 'middle' })
    return [circle(mid - 8, nucleusY, 13.5, { fill: tone }), ...label(mid - 8, 12, 25), ...(words ? [more] : []), ...inits(look)]
  }
  return [circle(mid, nucleusY, nucleus, { fill: tone }), ...label(mid, 13, 31), ...inits(look)]
}

/** Init containers: rings at the left edge, filled as each ends. */
function inits({ pod, tone }: Look): Shape[] {
  const all = pod.containers.filter((container) => container.role === 'init').slice(0, 4)
  const top = nucleusY - ((all.length - 1) * 8) / 2
  return all.map((container, i) => {
    const ended = container.state === 'terminated' && container.exitCode === 0
    return circle(
      8.5,
      top + i * 8,
      2.6,
      ended ? { fill: tone, stroke: tone, width: 1.25 } : { fill: 'card', stroke: tone, width: 1.25 },
    )
  })
}

function pulling({ pod, w, tone, time, words }: Look): Shape[] {
  const mid = w / 2
  const ring = circle(mid, nucleusY, nucleus, { stroke: mix(tone, 28), width: 4 })
  if (!pod.span) return [ring]
  const part = spanPart(pod.span, time)
  const number = text(mid, nucleusY + 4.4, String(Math.round(part * 100)), { size: 12.5, bold: true, anchor: 'middle' })
  return [ring, path(clockArc(mid, nucleusY, nucleus, part), { stroke: tone, width: 4 }), ...(words ? [number] : [])]
}

/** Time left in the nucleus: seconds, or minutes when there are many. */
function countdown({ pod, time, say }: Look): string {
  const left = pod.span ? secondsLeft(pod.span, time) : 0
  return left >= 100 ? say(phrase('stage.minutes', { n: Math.ceil(left / 60) })) : say(phrase('stage.seconds', { n: left }))
}

function backOff(look: Look): Shape[] {
  const { pod, w, tone, time, words } = look
  const mid = w / 2
  const ring = circle(mid, nucleusY, nucleus, { stroke: mix(tone, 55), width: 3.5 })
  if (!pod.span || time >= pod.span.until) {
    const mark = path(`M${mid} ${nucleusY - 7}v8.5M${mid} ${nucleusY + 6.5}v.01`, { stroke: 'trouble', width: 3.25 })
    return [circle(mid, nucleusY, nucleus, { stroke: 'trouble', width: 3.5 }), mark]
  }
  const arc = path(clockArc(mid, nucleusY, nucleus, 1 - spanPart(pod.span, time)), { stroke: 'trouble', width: 4 })
  const number = text(mid, nucleusY + 4.4, countdown(look), { size: 12.5, bold: true, anchor: 'middle' })
  return [ring, arc, ...(words ? [number] : [])]
}

const badge = ({ pod, w, words }: Look): Shape[] => (words ? restartBadge(pod, w) : [])

/** How often the containers of a pod in trouble were restarted, on its upper right corner. */
export function restartBadge(pod: PodView, w: number): Shape[] {
  if (!pod.restarts) return []
  const said = `↻${pod.restarts}`
  const wide = Math.max(29, textWidth(said, 12.5, true) + 12)
  const x = w + 10 - wide
  return [
    rect(x, -9, wide, 18, 9, { fill: 'trouble', stroke: 'card', width: 1.5 }),
    text(x + wide / 2, 4.6, said, { size: 12.5, bold: true, anchor: 'middle', fill: 'on' }),
  ]
}

/** The membrane unravels: the solid part is the grace that is left. */
function leaving(look: Look, membrane: string): Shape[] {
  const { pod, w, tone, time, words } = look
  const left = pod.span ? 1 - spanPart(pod.span, time) : 0
  const around = roundRectLength(w, podHeight, podRadius)
  const solid = path(membrane, { stroke: tone, width: 2.5, dash: [around * left, around], cap: 'butt' })
  const number = text(w / 2, nucleusY + 4.4, countdown(look), { size: 12.5, bold: true, anchor: 'middle' })
  return [
    path(membrane, { stroke: tone, width: 1.25, dash: [0.1, 4], alpha: 0.8 }),
    ...(left > 0 ? [solid] : []),
    circle(w / 2, nucleusY, nucleus * 0.92, { stroke: tone, width: 1.5, alpha: 0.8 }),
    ...(words && pod.span ? [number] : []),
    ...named(look, 'ink2'),
  ]
}
