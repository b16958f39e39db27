import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureOpening } from '../../scripts/opening.mjs'
import { openingScenario } from '../../src/ui/opening'
import { absorb, emptyView, type View } from '../../src/ui/readModel'
import { playRecording, record, type Recording } from '../../src/ui/recording'
import { WorldSession } from '../../src/world/session'
import type { Frame } from '../../src/world/frame'

const { opensAt, nodes } = openingScenario
const read = () => JSON.parse(readFileSync('src/ui/opening.generated.json', 'utf8')) as Recording & { $comment: string }
const viewOf = (frames: readonly Frame[]): View => frames.reduce(absorb, emptyView)
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('the recorded opening', () => {
  beforeAll(() => ensureOpening())

  test('begins with what the world answers for that moment', () => {
    const { $comment, frames } = read()
    expect($comment).toMatch(/^[0-9a-f]{64}$/)
    expect(frames[0]).toEqual(json(new WorldSession(openingScenario).seek(opensAt)))
  })

  test.each([0, 100, 2_500, 7_300, 20_000])('shows %i ms later what the world shows then', (later) => {
    const played = viewOf(playRecording(read()).advance(opensAt + later))
    const lived = viewOf([new WorldSession(openingScenario).seek(opensAt + later)])
    const state = ({ now, pods, nodes, services, ghosts, drift, plane, documents, marks }: View) =>
      json({ now, pods: [...pods.values()], nodes, services, ghosts, drift, plane, documents, marks })
    expect(state(played)).toEqual(state(lived))
  })

  test('is a cluster that has come to be: the text served, by a Ready pod', () => {
    const [first] = read().frames
    expect(first).toMatchObject({ reset: true, now: opensAt, end: opensAt })
    expect(first!.nodes).toHaveLength(nodes)
    expect(first!.pods).toMatchObject([{ state: 'ready' }])
    expect(first!.documents).toMatchObject([{ kind: 'Deployment' }, { kind: 'Service' }])
  })
})

describe('playing a recording', () => {
  const frame = (now: number, more: Partial<Frame> = {}): Frame => ({
    reset: now === 10,
    now,
    end: now,
    pods: [],
    gonePods: [],
    messages: [],
    marks: [],
    driftLine: [],
    ...more,
  })
  const recording: Recording = { frames: [frame(10), frame(30, { gonePods: ['a'] }), frame(40, { gonePods: ['b'] })], until: 50 }

  test('tells each frame once, in its time, and the time between them', () => {
    const player = playRecording(recording)
    const told = (to: number) => player.advance(to).map(({ now, gonePods }) => `${now} ${gonePods.join()}`)
    expect(told(10)).toEqual(['10 '])
    expect(told(10)).toEqual([])
    expect(told(20)).toEqual(['20 '])
    expect(told(45)).toEqual(['30 a', '40 b', '45 '])
    expect(told(Infinity)).toEqual(['50 '])
    expect(told(99)).toEqual([])
  })

  test('records only what was not told before', () => {
    const services = [{ name: 'web' }] as unknown as Frame['services']
    const ticks = [frame(20, { services }), frame(30, { services: json(services) }), frame(40, { marks: [{ id: 1 }] as never })]
    const session = { seek: () => frame(10), tick: () => ticks.shift()! }
    const { frames } = record(session, { from: 10, until: 40, step: 10 })
    expect(frames.map(({ now }) => now)).toEqual([10, 20, 40])
  })
})
