import { HEX } from '../kernel/hexadecimal'
import type { Kernel } from '../kernel/kernel'
import { keyIn } from './meta'
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
  const hex = (digits: 3 | 4 | 8) => uids.int(16 ** digits)
  return {
    uid: () => uuid(hex(8), hex(4), hex(3), uids.int(4), hex(3), hex(8), hex(4)),
    name(kind, prefix, namespace) {
      const base = prefix.slice(0, LONGEST_PREFIX)
      for (let attempt = 1; ; attempt++) {
        let letters = ''
        for (let i = 0; i < LETTERS; i++) letters += ALPHABET[names.int(ALPHABET.length)]
        const name = base + letters
        if (attempt === ATTEMPTS || !store.get(kind, keyIn(namespace, name))) return name
      }
    },
  }
}

const DASH = 45
const FOUR = 52

/**
 * A version 4 UUID of its parts. Made of character codes at one stroke: glued of pieces, a string is a tree of them, four times as large
 * and six times as slow by the time somebody looks it up, and each object has one.
 */
function uuid(a: number, b: number, c: number, variant: number, d: number, e: number, f: number): string {
  return String.fromCharCode(
    HEX[a >>> 28]!,
    HEX[(a >>> 24) & 15]!,
    HEX[(a >>> 20) & 15]!,
    HEX[(a >>> 16) & 15]!,
    HEX[(a >>> 12) & 15]!,
    HEX[(a >>> 8) & 15]!,
    HEX[(a >>> 4) & 15]!,
    HEX[a & 15]!,
    DASH,
    HEX[b >>> 12]!,
    HEX[(b >>> 8) & 15]!,
    HEX[(b >>> 4) & 15]!,
    HEX[b & 15]!,
    DASH,
    FOUR,
    HEX[c >>> 8]!,
    HEX[(c >>> 4) & 15]!,
    HEX[c & 15]!,
    DASH,
    HEX[8 + variant]!,
    HEX[d >>> 8]!,
    HEX[(d >>> 4) & 15]!,
    HEX[d & 15]!,
    DASH,
    HEX[e >>> 28]!,
    HEX[(e >>> 24) & 15]!,
    HEX[(e >>> 20) & 15]!,
    HEX[(e >>> 16) & 15]!,
    HEX[(e >>> 12) & 15]!,
    HEX[(e >>> 8) & 15]!,
    HEX[(e >>> 4) & 15]!,
    HEX[e & 15]!,
    HEX[f >>> 12]!,
    HEX[(f >>> 8) & 15]!,
    HEX[(f >>> 4) & 15]!,
    HEX[f & 15]!,
  )
}
