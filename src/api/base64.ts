const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Map([...alphabet].map((letter, i) => [letter, i]))

/** A text as base64 of its UTF-8 bytes: how a Secret's `data` holds what `stringData` says. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]]
    out += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]!
    out += b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!
    out += c === undefined ? '=' : alphabet[c & 63]!
  }
  return out
}

/** The bytes that a base64 text stands for. What is no letter of base64 is skipped. */
export function decodeBase64(text: string): Uint8Array {
  const out: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const value = values.get(letter)
    if (value === undefined) continue
    held = (held << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out.push((held >> bits) & 255)
  }
  return Uint8Array.from(out)
}

/** The same as text, for bytes that are UTF-8. */
export const decodeBase64Text = (text: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeBase64(text))
