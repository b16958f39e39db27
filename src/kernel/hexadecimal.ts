/** Character codes of the hexadecimal digits, by their value. */
export const HEX: Readonly<Uint8Array> = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** 32-bit numbers as eight hexadecimal digits each, in one piece: strings glued of others are trees, and numbers write themselves slowly. */
export function hexadecimal(words: readonly number[]): string {
  const codes: number[] = []
  for (const word of words) for (let shift = 28; shift >= 0; shift -= 4) codes.push(HEX[(word >>> shift) & 15]!)
  return String.fromCharCode(...codes)
}
