import type { Kernel } from '../kernel/kernel'
import type { Store } from './store'

/** Names and uids that the server makes up, each from a stream of chance of its own. */
export interface Naming {
  /** A version 4 UUID. */
  uid(): string
  /**
   * Upstream: names.SimpleNameGenerator; five letters of the alphabet that makes no words. Tries again when the name is taken, as since 1.30.
   */
  name(kind: string, prefix: string, namespace: string | undefined): string
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const LETTERS = 5
/** What of the prefix is kept: names have 63 characters at most. */
const LONGEST_PREFIX = 63 - LETTERS
const ATTEMPTS = 8

export function createNaming(kernel: Kernel, store: Store): Naming {
  const uids = kernel.random('api/uid')
  const names = kernel.random('api/generateName')
  const hex = (digits: 3 | 4 | 8) => hexadecimal(uids.int(16 ** digits), digits)
  return {
    uid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[uids.int(4)]}${hex(3)}-${hex(8)}${hex(4)}`,
    name(kind, prefix, namespace) {
      const base = prefix.slice(0, LONGEST_PREFIX)
      for (let attempt = 1; ; attempt++) {
        let name = base
        for (let i = 0; i < LETTERS; i++) name += ALPHABET[names.int(ALPHABET.length)]
        if (attempt === ATTEMPTS || !store.get(kind, namespace ? `${namespace}/${name}` : name)) return name
      }
    },
  }
}

/** Digits of every byte; thousands of uids are written, and numbers write themselves slowly. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexadecimal(value: number, digits: 3 | 4 | 8): string {
  const low = BYTES[(value >>> 8) & 255]! + BYTES[value & 255]!
  if (digits === 8) return BYTES[value >>> 24]! + BYTES[(value >>> 16) & 255]! + low
  return digits === 4 ? low : low.slice(1)
}
