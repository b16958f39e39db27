import { expect, test } from 'vitest'
import { gatherRun, stepsOf, type Run } from '../../src/scene/narrate/stops'
import { english } from '../../src/ui/i18n/say'
import { follow, lines, type Script } from './narrateRuns'

/** A run computed ahead, with what a person does in it. */
async function ahead(script: Omit<Script, 'from' | 'until'>, from: number, until: number): Promise<Run> {
  const page = await follow(script)
  let due = 0
  const look = (to: number) => {
    for (; due < script.acts.length && script.acts[due]![0] * 1000 <= to; due++) {
      page.look(script.acts[due]![0])
      page.act(script.acts[due]![1])
    }
    return page.look(to / 1000)
  }
  return gatherRun(look, { from: from * 1000, until: until * 1000, edits: script.acts.map(([at]) => at * 1000) })
}

const said = (run: Run, most: number) => stepsOf(run, most).map(({ at, step }) => `${at / 1000} ${lines(english, step)}`)

test('scaling up, in six stops', async () => {
  const run = await ahead(
    { scenario: 'opening', acts: [[21, { file: 'web.yaml', from: 'replicas: 1', to: 'replicas: 3' }]] },
    20,
    200,
  )
  expect(said(run, 6)).toEqual([
    '21 Asked for 3, has 1 ready. / The controller makes 2 more.',
    '22.5 Asked for 3, has 1 ready. / 2 Pods are pulling their image.',
    '26.25 All 3 are ready. / Nothing to do.',
  ])
})

test('a rollout, in four stops', async () => {
  const run = await ahead(
    {
      scenario: 'opening',
      first: { 'web.yaml': ['replicas: 1', 'replicas: 3'] },
      acts: [[22, { file: 'web.yaml', from: 'nginx:1.27', to: 'nginx:1.28' }]],
    },
    20,
    200,
  )
  expect(said(run, 4)).toEqual([
    '22.25 web goes over to 1.28. / 3 old Pods are replaced step by step; 3 are asked for.',
    '25 Pod w95tm of web is ending. / Of the old revision.',
    '28.25 web: 3 new Pods, 1 old. / One Pod is pulling its image; one old Pod is still to be replaced.',
    '31 All 3 are ready. / Nothing to do.',
  ])
})

test('stops keep their distance, begin with what a person did and end with the end, whatever their number', async () => {
  const run = await ahead(
    {
      scenario: 'opening',
      first: { 'web.yaml': ['replicas: 1', 'replicas: 4'] },
      acts: [
        [25, { type: 'power-off', node: 'node-2' }],
        [30, { file: 'web.yaml', from: 'replicas: 4', to: 'replicas: 5' }],
      ],
    },
    20,
    480,
  )
  const first = run.moments.find(({ isEdit }) => isEdit)!
  for (let most = 1; most <= 12; most++) {
    const stops = stepsOf(run, most)
    const times = stops.map(({ at }) => at)
    expect(stops.length).toBeLessThanOrEqual(most)
    expect(times[0]).toBe(first.at)
    if (most > 1) expect(stops.at(-1)).toEqual(run.end)
    expect(times.slice(1).every((at, i) => at - times[i]! >= 1000)).toBe(true)
  }
  expect(stepsOf(run, 8).length).toBe(8)
})

test('a run in which nothing happens has no stop', async () => {
  expect(stepsOf(await ahead({ scenario: 'opening', acts: [] }, 14, 60), 6)).toEqual([])
  expect(stepsOf({ moments: [], end: null }, 6)).toEqual([])
})
