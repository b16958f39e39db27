import type { Stage } from '../../render/stageHandle'
import { createStage } from '../../render/stage'
import { sans, themes } from '../../render/tokens'
import { clockText } from '../playback'
import type { Session } from '../session.svelte'
import { webm, type FilmFormat, type FilmFrame } from './webm'

/** A stretch of the run, virtual ms, and how fast it is shown: virtual seconds per second of the film. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly speed: number
}

const FPS = 30
const [WIDTH, HEIGHT] = [1280, 720]
/** What the film keeps free below the stage for its clock, and around it, px. */
const [STRIP, EDGE] = [40, 10]
const BITS_PER_SECOND = 4_000_000
/** Frames between two that stand alone: as far as a player has to wind when somebody drags its bar. */
const KEY_EVERY = 2 * FPS
/** Pictures that may wait for the encoder. */
const MOST_WAITING = 6
/** Real ms of work for the world at a time, so that the page stays awake. */
const BUDGET_MS = 50

const codecs = [
  ['vp8', 'V_VP8'],
  ['vp09.00.31.08', 'V_VP9'],
] as const

/** Seconds of film that a stretch makes. */
export const lengthOf = ({ from, to, speed }: Stretch): number => (to - from) / 1000 / speed

/** What this browser can encode; null when it cannot make films. */
export async function filmCodec(): Promise<(typeof codecs)[number] | null> {
  if (!('VideoEncoder' in globalThis)) return null
  for (const codec of codecs) {
    const { supported } = await VideoEncoder.isConfigSupported(configOf(codec[0])).catch(() => ({ supported: false }))
    if (supported) return codec
  }
  return null
}

const configOf = (codec: string): VideoEncoderConfig => ({
  codec,
  width: WIDTH,
  height: HEIGHT,
  bitrate: BITS_PER_SECOND,
  framerate: FPS,
})

/**
 * Films a stretch of the run: every frame at its own moment, however slow the machine is. The run is where it was when this ends, be it by
 * `signal`, which throws. `onprogress` gets the part that is done, 0 to 1.
 */
export async function film(
  session: Session,
  stretch: Stretch,
  signal: AbortSignal,
  onprogress: (part: number) => void,
): Promise<Blob> {
  const codec = await filmCodec()
  const { client, playing } = session
  if (!codec || !client) throw new Error('no encoder')
  const back = session.view.now
  session.pause()
  const set = buildSet(session)
  const encoder = createEncoder(codec[0])
  try {
    await session.seek(stretch.from)
    const count = Math.max(1, Math.round(lengthOf(stretch) * FPS))
    for (let i = 0; i < count; i++) {
      const at = stretch.from + (i * 1000 * stretch.speed) / FPS
      while (session.view.now < at && !signal.aborted) await client.tick(at, BUDGET_MS)
      signal.throwIfAborted()
      await encoder.add(set.shoot(at, stretch.speed), i)
      onprogress((i + 1) / count)
    }
    const frames = await encoder.end()
    return webm(frames, formatOf(session, codec[1], (count * 1000) / FPS))
  } finally {
    encoder.close()
    set.strike()
    await session.seek(back)
    if (playing) session.play()
  }
}

const formatOf = ({ scenario, language }: Session, codec: FilmFormat['codec'], duration: number): FilmFormat => ({
  codec,
  width: WIDTH,
  height: HEIGHT,
  duration,
  title: scenario.title[language],
})

/** A stage of the film's own size, out of sight, that follows the session. */
function buildSet(session: Session): { shoot(at: number, speed: number): HTMLCanvasElement; strike(): void } {
  const host = document.createElement('div')
  host.style.cssText = `position:fixed;left:-${2 * WIDTH}px;top:0;width:${WIDTH}px;height:${HEIGHT}px`
  host.setAttribute('aria-hidden', 'true')
  document.body.append(host)
  const { language, theme, lens, say } = session
  const stage: Stage = createStage(host, {
    theme,
    lens,
    say: ({ key, values }) => say(key, values),
    inset: { top: EDGE, right: EDGE, bottom: STRIP, left: EDGE },
    keyboard: false,
  })
  stage.setSelection(session.selected ?? '')
  if (session.stage?.chosen) stage.lookAt(session.stage.chosen)
  const stop = session.follow((frame) => stage.take(frame))
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d', { alpha: false })!
  const { colors } = themes[theme]
  const title = session.scenario.title[language]
  return {
    shoot(at, speed) {
      stage.update(null, at, speed)
      pen.drawImage(stage.picture(), 0, 0, WIDTH, HEIGHT)
      pen.textBaseline = 'middle'
      const line = HEIGHT - STRIP / 2
      pen.font = `700 18px ${sans}`
      pen.fillStyle = colors['ink']!
      pen.fillText(clockText(at), 20, line)
      pen.font = `400 15px ${sans}`
      pen.fillStyle = colors['ink2']!
      pen.fillText(speed === 1 ? title : `${speed}×   ${title}`, 100, line)
      return canvas
    },
    strike() {
      stop()
      stage.destroy()
      host.remove()
    },
  }
}

function createEncoder(codec: string) {
  const frames: FilmFrame[] = []
  let fault: DOMException | null = null
  const encoder = new VideoEncoder({
    output(chunk) {
      const data = new Uint8Array(chunk.byteLength)
      chunk.copyTo(data)
      frames.push({ data, at: chunk.timestamp / 1000, isKey: chunk.type === 'key' })
    },
    error: (error) => (fault = error),
  })
  encoder.configure(configOf(codec))
  return {
    async add(picture: HTMLCanvasElement, i: number): Promise<void> {
      if (fault) throw fault
      const frame = new VideoFrame(picture, { timestamp: (i * 1e6) / FPS, duration: 1e6 / FPS })
      encoder.encode(frame, { keyFrame: i % KEY_EVERY === 0 })
      frame.close()
      if (encoder.encodeQueueSize > MOST_WAITING)
        await new Promise((done) => encoder.addEventListener('dequeue', done, { once: true }))
    },
    async end(): Promise<readonly FilmFrame[]> {
      await encoder.flush()
      if (fault) throw fault
      return frames
    },
    close: () => encoder.state !== 'closed' && encoder.close(),
  }
}
