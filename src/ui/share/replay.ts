import type { SourceFile } from '../../world/command'
import type { OpeningOptions, Scenario, ScenarioAbout } from '../scenario'
import type { Session } from '../session.svelte'
import { hashOf } from './hash'
import { uidOf } from './pointing'
import type { SharedRun, SharedView } from './sharedRun'
import { shareTexts } from './texts'

/** A shared run as a scenario to open. What is written in it is kept under the name of its content, and touches no other text. */
export async function scenarioOf({ seed, nodes, files, log, view, scenario, bookmarks }: SharedRun): Promise<Scenario> {
  const origin = scenario === undefined ? undefined : await aboutScenario(scenario)
  return {
    id: `shared:${hashOf(JSON.stringify([seed, nodes, files, log]))}`,
    title: origin?.title ?? shareTexts['share.shared'],
    lead: origin?.lead ?? shareTexts['share.sharedLead'],
    seed,
    nodes,
    files,
    log,
    isReplay: true,
    opensAt: view.time,
    ...(view.lens && { lens: view.lens }),
    ...(origin && { origin: origin.id }),
    ...(bookmarks && { bookmarks }),
    ...(origin?.goals && { goals: origin.goals }),
    ...(origin?.look && hasLine(files, origin.look) && { look: origin.look }),
  }
}

const hasLine = (files: readonly SourceFile[], { file, line }: NonNullable<ScenarioAbout['look']>): boolean =>
  files.some(({ name, text }) => name === file && text.split('\n').length >= line)

async function aboutScenario(id: string): Promise<ScenarioAbout | undefined> {
  const { shelf } = await import('../scenarios')
  return shelf.find((card) => card.id === id)
}

/** How to open a shared run: as its sender looked at it, unless the address says otherwise. */
export function optionsFor(options: OpeningOptions, view: SharedView, search: string): OpeningOptions {
  const asked = new URLSearchParams(search)
  const speed = view.speed === 'max' ? Infinity : (view.speed ?? 1)
  return {
    ...options,
    speed: asked.has('speed') ? options.speed : speed,
    paused: asked.has('paused') ? options.paused : view.paused === true,
    ...(!options.camera && view.camera && { camera: view.camera }),
  }
}

/** Turns the page to what the sender looked at, once the run's first moment is shown. */
export function lookAs(session: Session, { selection, file }: SharedView): void {
  const { desk } = session
  if (file && file !== desk.file && desk.files.some(({ name }) => name === file)) {
    desk.shownLines = null
    desk.file = file
  }
  const uid = selection && uidOf(session.view, selection)
  if (uid) session.select(uid)
}
