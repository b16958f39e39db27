import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiError } from '../../../src/api/errors'
import { CommandError } from '../../../src/world/commandError'
import { WorldSession } from '../../../src/world/session'
import { openingScenario } from '../../../src/ui/opening'
import { anyCommand } from './anyRun'

/** Few in everyday tests; a fortieth of SHARE_RUNS, for each of them is a whole world. */
const numRuns = Math.max(15, Math.round((Number(process.env.SHARE_RUNS) || 0) / 40))

/** Commands that hit something, among those that anybody may have made. */
const aimed = anyCommand.map((command) => {
  const target = { namespace: 'default', name: 'web', service: 'web', pod: 'web', node: 'node-1', kind: 'Deployment' } as const
  return Object.fromEntries(
    Object.entries(command).map(([key, value]) => [key, Object.hasOwn(target, key) ? target[key as keyof typeof target] : value]),
  ) as unknown as typeof command
})

test('a log of anything is carried out or refused, never more than that', { timeout: 900_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(aimed, anyCommand), { minLength: 1, maxLength: 10 }), fc.nat(8000), (commands, gap) => {
      const { seed, nodes, files } = openingScenario
      const session = new WorldSession({
        seed,
        nodes,
        files,
        log: commands.map((command, i) => ({ at: 4000 + i * gap, command })),
      })
      const frame = session.seek(20_000)
      expect(frame.now).toBe(20_000)
      expect(session.run.log).toHaveLength(commands.length + files.length)
    }),
    { numRuns, endOnFailure: true },
  )
})

test.each([
  ['prototype keys', '__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n'],
  ['prototype keys in a map', '  labels: { __proto__: x, constructor: y, toString: z }\n'],
  ['merge keys of a prototype', '<<: { __proto__: { polluted: 1 } }\n'],
])('YAML with %s is refused or harmless', (_, lines) => {
  const session = new WorldSession({ seed: 1, nodes: 1 })
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${lines}`
  for (const times of [1, 2]) {
    try {
      session.dispatch({
        type: 'apply',
        file: 'a.yaml',
        text: text.replace('name: a', `name: a${times > 1 ? '\n  annotations: { a: b }' : ''}`),
      })
    } catch (error) {
      expect(error instanceof ApiError || error instanceof CommandError).toBe(true)
    }
  }
  session.seek(1000)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect({}.toString()).toBe('[object Object]')
})

test('a bomb of aliases is refused at its line, and at once', () => {
  const layers = Array.from(
    { length: 24 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`,
  )
  const text = `a0: &a0 lol\n${layers.join('\n')}\n`
  const session = new WorldSession({ seed: 1, nodes: 1 })
  const before = process.cpuUsage()
  session.dispatch({ type: 'apply', file: 'bomb.yaml', text })
  const frame = session.seek(0)
  expect(frame.diagnostics?.map(({ file, severity }) => `${file} ${severity}`)).toEqual(['bomb.yaml error'])
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(1000)
})
