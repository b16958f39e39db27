import { encode } from 'uqr'

/** Most characters of an address that a QR code holds: version 40 at the lowest correction. */
export const qrMost = 2953

/** A QR code as one path of unit squares, and how many there are to a side. */
export interface QrCode {
  readonly path: string
  readonly size: number
}

/** The QR code of an address of at most `qrMost` characters; null for a longer one. */
export function qrOf(address: string): QrCode | null {
  if (new TextEncoder().encode(address).length > qrMost) return null
  const { data, size } = encode(address, { ecc: 'L', border: 0 })
  const rows = data.map((row, y) => runs(row).map(([from, length]) => `M${from} ${y}h${length}v1h-${length}z`))
  return { path: rows.flat().join(''), size }
}

/** Stretches of dark squares in a row: where each begins and how long it is. */
function runs(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  row.forEach((dark, x) => {
    const last = found.at(-1)
    if (!dark) return
    if (last && last[0] + last[1] === x) last[1]++
    else found.push([x, 1])
  })
  return found
}
