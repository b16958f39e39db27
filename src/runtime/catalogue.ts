import { unknownImage, type Behaviour } from './behaviour'
import { parseImage, type ImageRef } from './imageRef'
import { demoTails } from './demoTails'
import type { Family } from './families'
import { families } from './images'

/*
 * Which images exist? There is no real registry behind this one, so a rule decides, the same for everybody:
 * 1. What a person said about an image (`image` command) wins.
 * 2. A name that is no image name at all does not even get asked for (InvalidImageName).
 * 3. Of a well-known repository (images.ts) these tags exist: `latest`; its word tags; versions `1`, `1.27`, `1.27.3`, `v1.2` up to its
 *    newest, with an optional variant (`-alpine`, `-slim-bookworm`); and digests. So `nginx:1.27-alpine` exists; `nginx:9.99` and
 *    `nginx:nope` do not.
 * 4. A name on Docker Hub without a user that is one slip of the pen from a well-known one (`ngnix`, `postgress`) does not exist.
 * 5. Everything else that is well formed exists, unless its name or tag says that it does not (`does-not-exist`, `nope`, `missing`,
 *    `no-such-...`, `nonexistent`, `invalid`, `wrong`, `typo`, `notfound`).
 */

const byName = new Map<string, Family>()
for (const family of families) for (const name of family.names) byName.set(name, family)
const wellKnown = [...byName.keys()].filter((name) => !name.includes('/') && name.length >= 5)

const keyOf = (ref: ImageRef) =>
  ref.registry === 'docker.io' ? ref.repository.replace(/^library\//, '') : `${ref.registry}/${ref.repository}`

const denial =
  /(^|[-_./:])(nope|no-?such|non-?exist\w*|not-?exist\w*|does-?not-?exist\w*|doesnt-?exist\w*|missing|invalid|wrong|typo|not-?found|bad-?(tag|image))([-_./:]|$)/

/** Does the registry have it? By the rule above. */
export function imageExists(ref: ImageRef): boolean {
  const family = byName.get(keyOf(ref))
  if (family) return ref.digest !== '' || tagExists(family, ref.tag)
  if (ref.registry === 'docker.io' && ref.repository.startsWith('library/') && wellKnown.some((name) => oneSlip(ref.base, name)))
    return false
  return !denial.test(`${ref.repository}:${ref.tag}`)
}

const version = /^v?(\d+(?:\.\d+){0,3})(?:[-_][a-z0-9][\w.-]*)?$/

function tagExists(family: Family, tag: string): boolean {
  if (tag === 'latest' || family.words?.includes(tag)) return true
  if (denial.test(tag)) return false
  const found = version.exec(tag)
  if (found) return !family.newest || compareVersions(found[1]!, family.newest) <= 0
  // `3-alpine3.20` is a version with a variant; `alpine3.20` a word with a version.
  return Boolean(family.words?.some((word) => tag.startsWith(word) && /^[-\d.]+/.test(tag.slice(word.length))))
}

/** Compares as far as `newest` goes: 1.29.3 is not above 1.29. */
function compareVersions(tag: string, newest: string): number {
  const a = tag.split('.').map(Number)
  const b = newest.split('.').map(Number)
  for (let i = 0; i < b.length; i++) {
    const difference = (a[i] ?? 0) - b[i]!
    if (difference) return difference
  }
  return 0
}

/** One letter added, dropped, changed, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const left = a.slice(start, a.length - end)
  const right = b.slice(start, b.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}

const behaviours = new Map<string, Behaviour>()

/** How an image behaves; the unknown serve on their declared ports after 1 to 2 s. */
export function behaviourOf(image: string): Behaviour {
  const cached = behaviours.get(image)
  if (cached) return cached
  const behaviour = find(parseImage(image))
  if (behaviours.size > 10_000) behaviours.clear()
  behaviours.set(image, behaviour)
  return behaviour
}

function find(ref: ImageRef | undefined): Behaviour {
  const family = ref && byName.get(keyOf(ref))
  if (!family || !ref) return unknownImage
  const tail = /^(demo|shop)\b/.test(ref.repository.replace(/^library\//, ''))
    ? demoTails[ref.tag.slice(ref.tag.lastIndexOf('-') + 1)]
    : undefined
  if (tail) return { ...family.behaviour, ...tail }
  return family.variants?.find(({ tag }) => tag.test(ref.tag))?.behaviour ?? family.behaviour
}
