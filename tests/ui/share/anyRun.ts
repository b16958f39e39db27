import fc from 'fast-check'
import type { Command, LoggedCommand, SourceFile } from '../../../src/world/command'
import type { SharedRun } from '../../../src/ui/share/sharedRun'

export const smallRun: SharedRun = { seed: 1, nodes: 3, files: [], log: [], view: { time: 0 } }

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const acting = { as: maybe(name), asGroups: maybe(fc.array(name, { maxLength: 3 })) }
const named = { kind: fc.constantFrom('Deployment', 'StatefulSet', 'Pod'), namespace: name, name }
const count = fc.nat(1000)
const safeKey = (key: string): boolean => !['__proto__', 'constructor', 'prototype'].includes(key)
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.lorem({ mode: 'sentences', maxCount: 4 }))
/** JSON has one zero. */
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0)
const json = fc
  .jsonValue({ depthSize: 'small' })
  .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value)))
const labels = fc.dictionary(name.filter(safeKey), name, { maxKeys: 4 }).map((map) => ({ ...map }))
export const fileName = name.map((stem) => `${stem}.yaml`)

const spec = (type: Command['type'], fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Command> =>
  fc.record({ type: fc.constant(type), ...fields }).map((command) => JSON.parse(JSON.stringify(command)) as Command)

/** One of every command. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  spec('apply', { file: fileName, text, ...acting }),
  spec('delete', { ...named, force: maybe(fc.boolean()), ...acting }),
  spec('scale', { ...named, replicas: count, ...acting }),
  spec('kill-container', { namespace: name, pod: name, container: name }),
  spec('drain', { node: name, force: maybe(fc.boolean()), ...acting }),
  spec('power-off', { node: name }),
  spec('undo', { ...named, revision: maybe(count), ...acting }),
  spec('trigger', { namespace: name, name, job: maybe(name), ...acting }),
  spec('set-image', { ...named, container: fc.constantFrom('*', 'web'), image: name, ...acting }),
  spec('patch', { ...named, patch: json, patchType: maybe(fc.constantFrom('merge', 'strategic', 'json')), ...acting }),
  spec('stop', { part: fc.constantFrom('apiserver', 'etcd', 'scheduler', 'controller-manager') }),
  spec('registry', { speed: real(0, 10) }),
  spec('image', { image: name, known: fc.boolean() }),
  spec('add-node', { name: maybe(name), cpu: maybe(fc.constant('4')), zone: maybe(name) }),
  spec('add-pool', {
    name,
    min: maybe(count),
    price: maybe(real(0, 9)),
    onPremises: maybe(fc.boolean()),
    labels: maybe(labels),
    taints: maybe(fc.array(fc.record({ key: name, effect: fc.constantFrom('NoSchedule', 'NoExecute') }), { maxLength: 2 })),
  }),
  spec('traffic', {
    namespace: name,
    service: name,
    port: maybe(fc.oneof(fc.nat(65_535), name)),
    from: maybe(fc.record({ namespace: name, labels: maybe(labels) })),
    ingress: maybe(fc.record({ host: name, path: maybe(name) })),
    rate: real(0, 100_000),
  }),
)

const files: fc.Arbitrary<readonly SourceFile[]> = fc.uniqueArray(fc.record({ name: fileName, text }), {
  selector: (file) => file.name,
  maxLength: 5,
})

const log: fc.Arbitrary<readonly LoggedCommand[]> = fc
  .array(fc.record({ at: real(0, 86_400_000), command: anyCommand }), { maxLength: 12 })
  .map((entries) => entries.toSorted((a, b) => a.at - b.at))

const view = fc
  .record({
    time: real(0, 86_400_000),
    lens: maybe(fc.constantFrom('where', 'owns', 'talks')),
    camera: maybe(fc.record({ x: real(-5000, 5000), y: real(-5000, 5000), k: real(0.05, 8) })),
    selection: maybe(fc.record(named)),
    file: maybe(fileName),
    paused: maybe(fc.constant(true)),
    speed: maybe(fc.constantFrom(0.1, 16, 'max')),
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as SharedRun['view'])

const bookmarks = fc
  .uniqueArray(fc.record({ at: real(0, 86_400_000), name: fc.string({ unit: 'grapheme', maxLength: 20 }) }), {
    selector: ({ at }) => at,
    minLength: 1,
    maxLength: 5,
  })
  .map((list) => list.toSorted((a, b) => a.at - b.at))

/** Any run that a person could share: files as applied and files as not. */
export const anyRun: fc.Arbitrary<SharedRun> = fc
  .record({
    seed: fc.integer(),
    nodes: fc.nat(200),
    files,
    log,
    view,
    scenario: maybe(name),
    bookmarks: maybe(bookmarks),
    applied: fc.boolean(),
  })
  .map(({ scenario, bookmarks: marked, applied, ...run }) => ({
    ...run,
    ...(marked && { bookmarks: marked }),
    ...(scenario !== undefined && { scenario }),
    log: applied
      ? [
          ...run.log,
          ...run.files.map(({ name: file, text }) => ({ at: 86_400_000, command: { type: 'apply', file, text } as const })),
        ]
      : run.log,
  }))
