/** An IPv4 address as a number; NaN for what is none. */
export function ipNumber(ip: string): number {
  const parts = ip.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return NaN
  return parts.reduce((number, part) => number * 256 + Number(part), 0)
}

/** A number as an IPv4 address. */
export const ipText = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
