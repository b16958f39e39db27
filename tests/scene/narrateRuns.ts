import { expect } from 'vitest'
import { Narrator } from '../../src/scene/narrate/narrator'
import type { Seen, Step } from '../../src/scene/narrate/seen'
import { dictionaryOf, say, type Dictionary } from '../../src/ui/i18n/say'
import { absorb, emptyView, type View } from '../../src/ui/readModel'
import { loadScenario } from '../../src/ui/scenarios'
import type { Command } from '../../src/world/command'
import { WorldSession } from '../../src/world/session'
import { liesIn } from './narrateTruth'

/** A run of a scenario with what a person does in it. */
export interface Script {
  readonly scenario: string
  /** One more file, of this text. */
  readonly more?: string
  /** Of these files the text is changed, before all. */
  readonly first?: Readonly<Record<string, readonly [from: string, to: string]>>
  /** What is done at which virtual second: a command, or a change of a file's text. */
  readonly acts: readonly (readonly [
    at: number,
    act: Command | { readonly file: string; readonly from: string; readonly to: string },
  ])[]
  /** Seconds. */
  readonly from: number
  readonly until: number
  /** Seconds between two looks. */
  readonly every?: number
  /** The lightest step that is told. */
  readonly least?: number
}

/** A real world and a page that follows it. */
export async function follow(script: Pick<Script, 'scenario' | 'first' | 'more'>) {
  const scenario = (await loadScenario(script.scenario))!
  const texts = new Map(scenario.files.map(({ name, text }) => [name, text]))
  if (script.more) texts.set('more.yaml', script.more)
  const change = (file: string, from: string, to: string): void => {
    const text = texts.get(file)!
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    texts.set(file, text.replace(from, to))
  }
  for (const [file, [from, to]] of Object.entries(script.first ?? {})) change(file, from, to)
  const session = new WorldSession({ ...scenario, files: [...texts].map(([name, text]) => ({ name, text })) })
  let view: View = emptyView
  return {
    session,
    /** How it is at a virtual second. */
    look(at: number): View {
      return (view = absorb(
        view,
        session.tick(at * 1000, () => true),
      ))
    },
    jump(at: number): View {
      return (view = absorb(view, session.seek(at * 1000)))
    },
    act(act: Script['acts'][number][1]): void {
      if ('type' in act) {
        session.dispatch(act)
        return
      }
      change(act.file, act.from, act.to)
      session.dispatch({ type: 'apply', file: act.file, text: texts.get(act.file)! })
    },
  }
}

/** Both lines of a step in one language. */
export const lines = (dictionary: Dictionary, { head, body }: Step): string =>
  [head, ...(body ? [body] : [])].map(({ key, values }) => say(dictionary, key, values)).join(' / ')

/** All that is told in a run: virtual ms, English, Korean. */
export async function transcript(script: Script, seen: (view: Seen, step: Step) => void = () => undefined) {
  const { from, until, every = 1, least = 50 } = script
  const [english, korean] = [await dictionaryOf('en'), await dictionaryOf('ko')]
  const page = await follow(script)
  const narrator = new Narrator()
  const told: (readonly [at: number, en: string, ko: string])[] = []
  const note = (view: View, step: Step | null): void => {
    if (!step) return
    seen(view, step)
    told.push([view.now, lines(english, step), lines(korean, step)])
  }
  let due = 0
  for (let at = from; at <= until; at += every) {
    while (due < script.acts.length && script.acts[due]![0] <= at) {
      page.look(script.acts[due]![0])
      page.act(script.acts[due++]![1])
    }
    const view = page.look(at)
    narrator.hear(view, at === from)
    note(view, at === from ? narrator.stand() : narrator.take(least))
  }
  const view = page.look(until)
  narrator.hear(view)
  note(view, narrator.stand())
  return told
}

/** Plays a script and compares all that is told, at its virtual second and in both languages. */
export async function expectTold(
  script: Script,
  wanted: readonly (readonly [at: number, en: string, ko: string])[],
): Promise<void> {
  const lies: string[] = []
  const told = await transcript(script, (view, step) => {
    for (const phrase of [step.head, ...(step.body ? [step.body] : [])]) lies.push(...liesIn(view, phrase, step.about))
  })
  expect(told.map(([at, ...said]) => [at / 1000, ...said])).toEqual(wanted)
  expect(lies).toEqual([])
}
