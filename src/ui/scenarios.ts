import type { Command, LoggedCommand, SourceFile } from '../world/command'
import type { Scenario, ScenarioAbout } from './scenario'

/** The chapters in which scenarios are offered, in this order. */
export const groups = ['start', 'workloads', 'network', 'storage', 'scaling', 'policy'] as const

export type Group = (typeof groups)[number]

/** A scenario as its folder tells of it; the texts of its files stand beside. */
export interface ScenarioCard extends ScenarioAbout {
  readonly group: Group
  /** Place within its chapter. */
  readonly order: number
  /** Names of its files in the order of the tabs; by name when it does not say. */
  readonly files?: readonly string[]
  readonly log: readonly { readonly at: number; readonly command: object }[]
}

const cards = import.meta.glob<ScenarioCard>('../../scenarios/*/scenario.json', { eager: true, import: 'default' })
const texts = import.meta.glob<string>('../../scenarios/*/*.yaml', { query: '?raw', import: 'default' })

/** Every scenario there is, chapter by chapter. */
export const shelf: readonly ScenarioCard[] = Object.values(cards).sort(
  (a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.order - b.order,
)

/** A scenario with the texts of its files, or null when none is so called. */
export async function loadScenario(id: string): Promise<Scenario | null> {
  const card = shelf.find((one) => one.id === id)
  if (!card) return null
  const folder = `../../scenarios/${id}/`
  const names = card.files ?? namesIn(folder)
  const files = await Promise.all(names.map((name) => readText(folder, name)))
  return { ...card, files, log: card.log.map(({ at, command }): LoggedCommand => ({ at, command: command as Command })) }
}

const namesIn = (folder: string): readonly string[] =>
  Object.keys(texts)
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length))
    .sort()

async function readText(folder: string, name: string): Promise<SourceFile> {
  const read = texts[folder + name]
  if (!read) throw new Error(`There is no file ${name} in ${folder}`)
  return { name, text: await read() }
}
