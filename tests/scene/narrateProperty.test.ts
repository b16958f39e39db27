import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describe as describeMoment } from '../../src/scene/narrate/describe'
import { allSteps } from '../../src/scene/narrate/narrate'
import type { Seen, Step } from '../../src/scene/narrate/seen'
import { dictionaryOf, say, type Dictionary } from '../../src/ui/i18n/say'
import type { Command } from '../../src/world/command'
import { follow } from './narrateRuns'
import { liesIn } from './narrateTruth'

/** Longest head and body, characters: two lines of the projector each. */
const MOST_HEAD = 90
const MOST_BODY = 140

const named = { kind: 'Deployment', namespace: 'default', name: 'web' }
const node = fc.constantFrom('node-1', 'node-2')
const part = fc.constantFrom('apiserver', 'etcd', 'scheduler', 'controller-manager') as fc.Arbitrary<
  Extract<Command, { type: 'stop' }>['part']
>
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom('power-off', 'power-on', 'cut', 'mend', 'cordon', 'uncordon', 'drain'),
    node,
  }) as fc.Arbitrary<Command>,
  fc.record({ type: fc.constantFrom('stop', 'start'), part }) as fc.Arbitrary<Command>,
  fc.integer({ min: 0, max: 9 }).map((replicas): Command => ({ type: 'scale', ...named, replicas })),
  fc
    .constantFrom('nginx:1.28', 'nginx:9.99', 'nginx:1.27', 'busybox:1.36')
    .map((image): Command => ({ type: 'set-image', ...named, container: '*', image })),
  fc.constantFrom(0, 0.1, 1).map((speed): Command => ({ type: 'registry', speed })),
  fc.constantFrom<Command>({ type: 'restart', ...named }, { type: 'delete', ...named }, { type: 'add-node' }),
  fc.constantFrom(0, 5, 40).map((rate): Command => ({ type: 'traffic', namespace: 'default', service: 'web', rate })),
)
const acts = fc.array(fc.record({ wait: fc.constantFrom(0.3, 1, 4, 15, 60), command }), { minLength: 1, maxLength: 7 })

/** What is wrong with a sentence: it contradicts the view, is too long, or lacks a word or a value. */
function wrongIn(seen: Seen, step: Step, dictionaries: readonly Dictionary[]): string[] {
  const wrong = [step.head, ...(step.body ? [step.body] : [])].flatMap((phrase) => liesIn(seen, phrase, step.about))
  for (const dictionary of dictionaries) {
    const texts = [step.head, step.body].map((phrase) => phrase && say(dictionary, phrase.key, phrase.values))
    const [head = '', body = ''] = texts as [string, string | undefined]
    if (head.length > MOST_HEAD || (body ?? '').length > MOST_BODY) wrong.push(`too long: ${head} / ${body}`)
    for (const text of texts)
      if (text && /narrate\.|[{}|#~]|undefined|NaN|-1\b(?<!\w-1)/.test(text)) wrong.push(`unsaid: ${text}`)
  }
  return wrong
}

describe('whatever happens', () => {
  test('every sentence is true, said in both languages, and short', { timeout: 120_000 }, async () => {
    const dictionaries = [await dictionaryOf('en'), await dictionaryOf('ko')]
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom(0.25, 1, 7), async (list, every) => {
        const page = await follow({ scenario: 'disruption-budget' })
        let now = 15
        let before = page.look(now)
        const wrong: string[] = []
        for (const { wait, command: act } of list) {
          try {
            page.act(act)
          } catch {
            // A command may be refused: what is told must be true then as well.
          }
          for (const end = now + wait; now < end;) {
            now = Math.min(end, now + every)
            const after = page.look(now)
            for (const step of allSteps(before, after)) wrong.push(...wrongIn(after, step, dictionaries))
            for (const focus of [
              null,
              ...after.drift.map(({ uid }) => uid),
              [...after.pods.keys()][0] ?? null,
              after.nodes[0]!.uid,
            ])
              wrong.push(...wrongIn(after, describeMoment(after, focus), dictionaries))
            before = after
          }
        }
        expect([...new Set(wrong)]).toEqual([])
      }),
      { numRuns: 15, seed: 7 },
    )
  })
})
