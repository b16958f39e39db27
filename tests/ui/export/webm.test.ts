import { expect, test } from 'vitest'
import { webm, type FilmFrame } from '../../../src/ui/export/webm'

/** An element of the file: its id, where its body begins, and its body. */
interface Element {
  readonly id: string
  readonly from: number
  readonly start: number
  readonly body: Uint8Array
}

/** The elements that follow one another in some bytes, each with its id in hex. */
function elements(bytes: Uint8Array, offset = 0): Element[] {
  const found: Element[] = []
  for (let i = 0; i < bytes.length;) {
    const from = i
    const idLength = Math.clz32(bytes[i]!) - 23
    const id = Buffer.from(bytes.subarray(i, (i += idLength))).toString('hex')
    const sizeLength = Math.clz32(bytes[i]!) - 23
    let size = bytes[i]! & (0xff >> sizeLength)
    for (let k = 1; k < sizeLength; k++) size = size * 256 + bytes[i + k]!
    i += sizeLength
    found.push({ id, from: from + offset, start: i + offset, body: bytes.subarray(i, i + size) })
    i += size
  }
  return found
}

const number = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0)
const first = (list: readonly Element[], id: string): Element => list.find((one) => one.id === id)!
const inside = (list: readonly Element[], id: string): Element[] => elements(first(list, id).body, first(list, id).start)

const frames: FilmFrame[] = Array.from({ length: 130 }, (_, i) => ({
  data: Uint8Array.from({ length: 200 + i }, (_, k) => (i * 7 + k) & 255),
  at: (i * 1000) / 30,
  isKey: i % 60 === 0,
}))

test('a film is read back frame by frame, and its list of key frames points at them', async () => {
  const film = webm(frames, { codec: 'V_VP8', width: 1280, height: 720, duration: 4333.3, title: '원하는 것' })
  expect(film.type).toBe('video/webm')
  const bytes = new Uint8Array(await film.arrayBuffer())
  const top = elements(bytes)
  expect(top.map(({ id }) => id)).toEqual(['1a45dfa3', '18538067'])
  expect(new TextDecoder().decode(first(inside(top, '1a45dfa3'), '4282').body)).toBe('webm')
  const segment = inside(top, '18538067')
  const info = inside(segment, '1549a966')
  const { buffer, byteOffset } = first(info, '4489').body
  expect(new DataView(buffer, byteOffset, 8).getFloat64(0)).toBeCloseTo(4333.3)
  expect(new TextDecoder().decode(first(info, '7ba9').body)).toBe('원하는 것')
  const video = inside(inside(inside(segment, '1654ae6b'), 'ae'), 'e0')
  expect([number(first(video, 'b0').body), number(first(video, 'ba').body)]).toEqual([1280, 720])

  const clusters = segment.filter(({ id }) => id === '1f43b675')
  const read = clusters.flatMap(({ body }) => {
    const parts = elements(body)
    const begin = number(first(parts, 'e7').body)
    return parts
      .filter(({ id }) => id === 'a3')
      .map(({ body: [track, high, low, flags, ...data] }) => ({
        track,
        at: begin + ((high! << 8) | low!),
        isKey: flags === 0x80,
        data: Uint8Array.from(data),
      }))
  })
  expect(read).toEqual(frames.map(({ data, at, isKey }) => ({ track: 0x81, at: Math.round(at), isKey, data })))

  const { start } = first(top, '18538067')
  const cues = inside(segment, '1c53bb6b').map(({ body }) => {
    const point = elements(body)
    return [number(first(point, 'b3').body), number(first(inside(point, 'b7'), 'f1').body)]
  })
  expect(cues).toEqual(clusters.map(({ from }, i) => [i * 2000, from - start]))
})
