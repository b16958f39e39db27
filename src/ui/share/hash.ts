/** A short name for a content, the same wherever it is opened; no secret. FNV-1a, twice. */
export function hashOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01234567]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ (code + 0x9e37), 0x01000193)
  }
  return [a, b].map((part) => (part >>> 0).toString(36)).join('')
}
