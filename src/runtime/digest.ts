import { hash } from '../kernel/random'

/** A stable stand-in for a sha256: 64 hex digits that depend on the text alone. */
export function fakeDigest(text: string): string {
  let digest = ''
  for (let i = 0; i < 8; i++) digest += (hash(`${i}/${text}/${i}`) >>> 0).toString(16).padStart(8, '0')
  return digest
}
