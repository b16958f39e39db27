import { isIPv4, isIPv6 } from '../api/ip'

/** A range of addresses such as `10.0.0.0/8`. */
export interface Block {
  /** The address as 32 or 128 bits. */
  readonly address: bigint
  readonly size: 32 | 128
  /** How many leading bits count. */
  readonly bits: number
}

/** A well-formed `address/prefix`; undefined for anything else. */
export function parseBlock(text: string): Block | undefined {
  const slash = text.indexOf('/')
  const ip = text.slice(0, Math.max(0, slash))
  const address = ipBits(ip)
  const bits = Number(text.slice(slash + 1))
  if (address === undefined || slash < 0 || !Number.isInteger(bits)) return undefined
  const size = isIPv4(ip) ? 32 : 128
  return bits >= 0 && bits <= size ? { address, size, bits } : undefined
}

/** Does the address, of the same family, lie in the block? */
export const insideBlock = ({ address, size, bits }: Block, ip: bigint): boolean => {
  const rest = BigInt(size - bits)
  return address >> rest === ip >> rest
}

/** Does the address, of either family, lie in the block? */
export function blockHas(block: Block, ip: string): boolean {
  if ((block.size === 32) !== isIPv4(ip)) return false
  const address = ipBits(ip)
  return address !== undefined && insideBlock(block, address)
}

/** An address of either family as a number; undefined for what is none. */
export function ipBits(ip: string): bigint | undefined {
  if (isIPv4(ip)) return ip.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  if (!isIPv6(ip)) return undefined
  const v4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip)
  const text = v4 ? `${v4[1]}${hex(v4[2]!, v4[3]!)}:${hex(v4[4]!, v4[5]!)}` : ip
  const [head = '', tail] = text.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const groups = [...before, ...new Array<string>(tail === undefined ? 0 : 8 - before.length - after.length).fill('0'), ...after]
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(parseInt(group, 16)), 0n)
}

const hex = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16)
