import { Fault } from './fault'

/** Input is fed in slices, so that a bomb is noticed before it has gone off: deflate makes at most a thousand bytes of one. */
const slice = 1024

/** Bytes squeezed by deflate, without a header. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const squeezed = sliced(bytes, bytes.length || 1).pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(squeezed).arrayBuffer())
}

/** The bytes that were squeezed. Throws a Fault when they are more than `most`, or when they are not what deflate makes. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = sliced(bytes, slice).pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Fault('fault.damaged')
    })
    if (done) break
    parts.push(value)
    size += value.length
    if (size <= most) continue
    await reader.cancel().catch(() => undefined)
    throw new Fault('fault.large', { most: megabytes(most) })
  }
  return joined(parts, size)
}

function sliced(bytes: Uint8Array<ArrayBuffer>, step: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + step))
      at += step
    },
  })
}

/** Reads a body no further than `most` bytes. Throws a Fault when there is more. */
export async function readCapped(body: ReadableStream<Uint8Array<ArrayBuffer>>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(parts, size)
    parts.push(value)
    size += value.length
    if (size <= most) continue
    void reader.cancel().catch(() => undefined)
    throw new Fault('fault.large', { most: megabytes(most) })
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`

/** Text of bytes. Throws a Fault when they are no text. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Fault('fault.damaged')
  }
}

/** Letters that mean themselves in an address: base64url without padding. */
export function toLetters(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Throws a Fault for letters that nobody made of bytes. */
export function fromLetters(letters: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(letters) || letters.length % 4 === 1) throw new Fault('fault.damaged')
  return Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
}
