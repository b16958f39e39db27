import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readManifests } from '../../src/app/simulate/files'
import { InputError, readOptions } from '../../src/app/simulate/options'
import { asJson, asTables } from '../../src/app/simulate/print'
import { simulate } from '../../src/app/simulate/run'
import { deploymentYaml } from '../support/cluster'

const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }
`
const crashing =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, image: busybox, command: [sh, -c, exit 1] }] }'
const usual = { seed: 1, nodes: 3, until: 'settled' } as const
const one = (text: string) => [{ name: 'a.yaml', text }]

describe('a simulated run', () => {
  test('settles when every pod is ready, and prints equal bytes twice', () => {
    const files = one(`${deploymentYaml('web', 3)}---${service('web')}`)
    const outcome = simulate(files, usual)
    expect(outcome.applied).toEqual([
      { kind: 'Deployment', namespace: 'default', name: 'web' },
      { kind: 'Service', namespace: 'default', name: 'web' },
    ])
    expect(outcome).toMatchObject({ rejected: [], settled: true })
    expect(outcome.virtualSeconds).toBeLessThan(120)
    expect(asJson(simulate(files, usual), 0)).toBe(asJson(outcome, 0))
    expect(asJson(simulate(files, { ...usual, seed: 2 }), 0)).not.toBe(asJson(outcome, 0))
  })

  test('objects and events come by kind, namespace and name', () => {
    const { objects, events } = simulate(one(deploymentYaml('web', 2)), usual)
    const names = objects.map(({ kind, metadata }) => [kind, metadata.namespace ?? '', metadata.name].join('/'))
    expect(names).toEqual([...names].sort())
    expect(objects.some(({ kind }) => kind === 'Event')).toBe(false)
    expect(events.length).toBeGreaterThan(5)
  })

  test('a crash loop does not settle', () => {
    const outcome = simulate(one(crashing), usual)
    expect(outcome).toMatchObject({ settled: false, virtualSeconds: 900 })
    expect(asTables(outcome)).toMatch(/Warning +BackOff +pod\/p/)
    expect(asTables(outcome)).toMatch(
      /Not settled after 900 virtual seconds; 0 of 1 pods ready or completed \(p (CrashLoopBackOff|Error)\)/,
    )
  })

  test('tells of every refused document, and applies the others', () => {
    const bad = deploymentYaml('web', -1)
    const { applied, rejected } = simulate(
      [
        ...one(`${service('web')}---${bad}---\napiVersion: v1\nkind: Nope\nmetadata: { name: x }\n`),
        { name: 'b.yaml', text: 'a: [' },
      ],
      usual,
    )
    expect(applied.map(({ kind }) => kind)).toEqual(['Service'])
    expect(rejected).toMatchObject([
      { file: 'a.yaml', doc: 1, reason: 'Invalid', field: 'spec.replicas' },
      { file: 'a.yaml', doc: 2, reason: 'NotFound', message: 'no matches for kind "Nope" in version "v1"' },
      { file: 'b.yaml', doc: 0, line: 1, reason: 'BadRequest' },
    ])
    expect(bad.split('\n')[rejected[0]!.line - service('web').split('\n').length]).toContain('replicas: -1')
  })

  test('runs for as long as it is told', () => {
    expect(simulate(one(crashing), { ...usual, until: 12.5 }).virtualSeconds).toBe(12.5)
  })
})

describe('the command line', () => {
  let folder = ''
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'simulate-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  test('reads options in any order', () => {
    expect(readOptions(['-o', 'json', 'a', '--nodes=5', '--until', '60', 'b', '--seed', '7'])).toEqual({
      paths: ['a', 'b'],
      nodes: 5,
      seed: 7,
      until: 60,
      output: 'json',
      time: false,
      help: false,
    })
    expect(readOptions(['a'])).toMatchObject({ nodes: 3, seed: 1, until: 'settled', output: 'wide' })
  })

  test.each([
    [[], 'no file or folder was given; try --help'],
    [['a', '--frob'], 'unknown option: --frob'],
    [['a', '--nodes', 'x'], '--nodes must be a whole number from 1 to 5000, not x'],
    [['a', '--seed'], 'option --seed needs a value'],
    [['a', '--until', 'soon'], '--until must be "settled" or a number of seconds, not soon'],
    [['a', '-o', 'xml'], 'unknown output: xml (json, wide)'],
    [['a', '--engine', 'swarm'], 'engine swarm cannot be simulated here yet; use --engine kubernetes'],
    [['a', '--engine', 'nomad'], 'unknown engine: nomad (kubernetes, compose, swarm)'],
  ])('%j is bad input', (words, message) => {
    expect(() => readOptions(words)).toThrow(new InputError(message))
  })

  test('folders give their manifests sorted by path', () => {
    mkdirSync(join(folder, 'b'))
    for (const name of ['z.yml', 'b/a.json', 'notes.txt', 'a.yaml']) writeFileSync(join(folder, name), '')
    expect(readManifests([folder]).map(({ name }) => name.slice(folder.length + 1))).toEqual(['a.yaml', 'b/a.json', 'z.yml'])
    expect(() => readManifests([join(folder, 'nope')])).toThrow(/^no such file or folder: /)
    expect(() => readManifests([join(folder, 'b'), tmpdirEmpty(folder)])).toThrow(/^no manifests/)
  })

  test('exits with 0, 1 and 2, and says why on stderr', () => {
    const good = join(folder, 'good.yaml')
    const bad = join(folder, 'bad.yaml')
    writeFileSync(good, deploymentYaml('web', 1))
    writeFileSync(bad, deploymentYaml('web', -1))
    const command = (...words: string[]) =>
      spawnSync('node', ['scripts/run.mjs', 'src/app/simulate.ts', ...words], { encoding: 'utf8' })
    const json = execFileSync('node', ['scripts/run.mjs', 'src/app/simulate.ts', good, '-o', 'json'], { encoding: 'utf8' })
    expect(JSON.parse(json)).toMatchObject({ applied: [{ name: 'web' }], rejected: [], settled: true, wallMs: 0 })
    const refused = command(bad, '--until', '1')
    expect(refused).toMatchObject({ status: 1 })
    expect(refused.stderr).toMatch(/bad\.yaml:6: Deployment\.apps "web" is invalid: spec\.replicas: Invalid value: -1/)
    expect(command(join(folder, 'none.yaml'))).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `no such file or folder: ${folder}/none.yaml\n`,
    })
  }, 60_000)
})

function tmpdirEmpty(folder: string): string {
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  return empty
}
