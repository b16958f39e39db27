import opening from '../../scenarios/opening/scenario.json'
import web from '../../scenarios/opening/web.yaml?raw'
import type { Goal } from '../lessons/goal'
import type { Command } from '../world/command'
import type { Scenario } from './scenario'

/** The cluster that a first visitor meets. */
export const openingScenario: Scenario = {
  ...opening,
  log: opening.log.map(({ at, command }) => ({ at, command: command as Command })),
  goals: opening.goals satisfies readonly Goal[],
  files: [{ name: 'web.yaml', text: web }],
}
