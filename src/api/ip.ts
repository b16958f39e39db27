const ipMessage = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
const cidrMessage = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'
const socketMessage = 'must be a valid socket address format, (e.g. 0.0.0.0:10254 or [::]:10254)'

/** Character code of the digit 0. */
const ZERO = 48

/** True for four decimal bytes. Leading zeros are tolerated and read as decimal, as upstream's "sloppy" parser does. */
export function isIPv4(text: string): boolean {
  let dots = 0
  // -1: no digit since the last dot.
  let byte = -1
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit >= 0 && digit <= 9) {
      byte = Math.max(0, byte) * 10 + digit
      if (byte > 255) return false
    } else if (text[i] === '.' && byte >= 0) {
      dots++
      byte = -1
    } else return false
  }
  return dots === 3 && byte >= 0
}

/** True for an IPv6 address: up to eight groups, one `::`, possibly an IPv4 address as its last 32 bits. No zone. */
export function isIPv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return false
  const sizes = halves.map((half, i) => groups(half, i === halves.length - 1))
  if (sizes.includes(-1)) return false
  const count = sizes.reduce((sum, size) => sum + size, 0)
  return halves.length === 2 ? count < 8 : count === 8
}

/** True for an address of either family. */
export const isIP = (text: string) => isIPv4(text) || isIPv6(text)

/** Messages of an address field; none when valid. Rule: IsValidIP. */
export const ipAddress = (text: string): string[] => (isIP(text) ? [] : [ipMessage])

/** Messages of a field that takes IPv4 only. Rule: IsValidIPv4Address. */
export const ipv4Address = (text: string): string[] => (isIPv4(text) ? [] : ['must be a valid IPv4 address'])

/** Messages of a field that takes IPv6 only. Rule: IsValidIPv6Address. */
export const ipv6Address = (text: string): string[] => (isIPv6(text) ? [] : ['must be a valid IPv6 address'])

/** Messages of a `address/prefix` field; none when valid. Rule: IsValidCIDR. */
export function cidr(text: string): string[] {
  const slash = text.indexOf('/')
  const [address, bits] = [text.slice(0, Math.max(0, slash)), text.slice(slash + 1)]
  if (slash < 0 || !/^\d{1,3}$/.test(bits)) return [cidrMessage]
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1
  return Number(bits) <= most ? [] : [cidrMessage]
}

/** Messages of a `host:port` setting such as the health address of a component; none when valid. Rule: IsValidSocketAddr. */
export function socketAddress(text: string): string[] {
  const parts = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(text)
  if (!parts) return [socketMessage]
  const port = /^[+-]?\d+$/.test(parts[3]!) ? Number(parts[3]) : 0
  return [...(port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive']), ...ipAddress(parts[1] ?? parts[2]!)]
}

/** How many 16-bit groups stand here, -1 if something else does. */
function groups(half: string, last: boolean): number {
  if (half === '') return 0
  const parts = half.split(':')
  let count = 0
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) count++
    else if (last && i === parts.length - 1 && isIPv4(part)) count += 2
    else return -1
  }
  return count
}
