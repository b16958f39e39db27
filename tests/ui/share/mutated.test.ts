import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deflate, inflate, fromLetters, textOf, toLetters } from '../../../src/ui/share/bytes'
import { fromFile, fromLink, toFile } from '../../../src/ui/share/codec'
import { Fault } from '../../../src/ui/share/fault'
import { caps, type SharedRun } from '../../../src/ui/share/sharedRun'
import { anyRun } from './anyRun'
import first from './v1.json'

/** Few in everyday tests, as many as wanted with SHARE_RUNS. */
const numRuns = Number(process.env.SHARE_RUNS) || 500
/** Ms of work, all threads of the process together: nobody waits longer to be told that something is wrong. */
const longest = 1000
const ms = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000

const encode = (text: string) => new TextEncoder().encode(text)
const lettersOf = first.link.slice('#v1.'.length)
const firstText = async () => textOf(await inflate(fromLetters(lettersOf), caps.bytes))

/** What is read is a run of known fields, or a Fault that can be said; it is never anything else, and never slow. */
async function opens(open: () => unknown): Promise<SharedRun | null> {
  const before = process.cpuUsage()
  try {
    const run = (await open()) as SharedRun
    expect(
      Object.keys(run).every((key) => ['seed', 'nodes', 'files', 'log', 'view', 'scenario', 'bookmarks'].includes(key)),
    ).toBe(true)
    expect(run.files.every(({ name }) => /^\w[\w.-]*\.ya?ml$/.test(name))).toBe(true)
    expect(Object.getPrototypeOf(run)).toBe(Object.prototype)
    return run
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    expect(error.said('en').length * error.said('ko').length).toBeGreaterThan(0)
    return null
  } finally {
    expect(ms(process.cpuUsage(before))).toBeLessThan(longest)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  }
}

/** What strangers put where a value should be. */
const foreign = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1e308, '', '<script>window.polluted=1</script>', 'constructor', '__proto__', [], {}),
  fc.constantFrom<unknown>(
    { __proto__: null, polluted: 1 },
    JSON.parse('{"__proto__":{"polluted":1}}'),
    [[[[[[]]]]]],
    'x'.repeat(70_000),
  ),
  fc.jsonValue({ depthSize: 'small' }),
)

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/** Every place in a JSON value. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}

/** A run with something changed, taken out, or put in. */
const mutant = fc
  .tuple(
    anyRun,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('change', 'remove', 'double', 'add'), foreign), { minLength: 1, maxLength: 4 }),
  )
  .map(([run, changes]) => {
    const value = JSON.parse(JSON.stringify({ kubarium: 1, ...run })) as Record<string, unknown>
    for (const [at, how, any] of changes) {
      const stranger = JSON.parse(JSON.stringify(any)) as unknown
      const places = placesIn(value)
      const { holder, key } = places[at % places.length]!
      if (how === 'change') holder[key] = stranger
      else if (how === 'remove') delete holder[key]
      else if (how === 'double' && Array.isArray(holder)) holder.push(holder[Number(key)])
      else Object.defineProperty(holder, '__proto__', { value: stranger, enumerable: true, configurable: true, writable: true })
    }
    return value
  })

test('links with something wrong inside', { timeout: 900_000 }, async () => {
  let opened = 0
  await fc.assert(
    fc.asyncProperty(mutant, async (value) => {
      const link = `#v1.${toLetters(await deflate(encode(JSON.stringify(value))))}`
      if (await opens(() => fromLink(link))) opened++
    }),
    { numRuns },
  )
  // Some changes do no harm; most are noticed.
  expect(opened).toBeLessThan(numRuns)
})

test('links with letters changed on the way', { timeout: 900_000 }, async () => {
  const letter = fc.constantFrom(...'ABCxyz059-_.%<&é😀 \u0000')
  const change = fc.tuple(fc.nat(first.link.length), fc.nat(3), fc.array(letter, { maxLength: 4 }))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const letters = [...first.link]
      for (const [at, gone, come] of changes) letters.splice(at, gone, ...come)
      await opens(() => fromLink(letters.join('')))
    }),
    { numRuns },
  )
})

test('files with something wrong inside, or cut and mixed up', { timeout: 900_000 }, async () => {
  const text = toFile(await fromLink(first.link))
  const torn = fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((whole, [at, gone, come]) => whole.slice(0, at) + come + whole.slice(at + gone), text))
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        torn,
        mutant.map((value) => JSON.stringify(value)),
      ),
      (file) => opens(() => fromFile(file)).then(() => undefined),
    ),
    { numRuns },
  )
})

test('the text of the kept link is the JSON that it says it is', async () => {
  expect(JSON.parse(await firstText())).toMatchObject({ seed: first.run.seed, scenario: 'opening' })
})
