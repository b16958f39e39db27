import { createContext } from 'svelte'
import type { Lens } from '../scene/lens'
import { actingAs, type Acting, type Command } from '../world/command'
import { refusedTo } from './acting'
import type { Client } from './client'
import { Desk } from './edit/desk.svelte'
import type { OpeningOptions, Part, Scenario } from './scenario'
import type { Language } from './i18n/say'
import { Words } from './i18n/words.svelte'
import type { MenuTarget } from './stage/menuItems'
import { createPacer } from './playback'
import { playRecording, type Recording, type RecordingPlayer } from './recording'
import { absorb, emptyView, type View } from './readModel'
import { Seeker } from './seeker'
import { keep, keepInAddress } from './storage'
import type { Theme } from './theme'
import { Told } from './told.svelte'
import type { Stage } from '../render/stageHandle'
import type { Frame } from '../world/frame'
import type { RunDefinition } from '../world/protocol'

/** Where on the page the hand was, px. */
interface Place {
  readonly x: number
  readonly y: number
}

/** The only reactive state of the page. Values are replaced, never changed inside, and no part of the world is ever proxied. */
export class Session {
  view = $state.raw<View>(emptyView)
  /** The world itself has answered; until then the view is empty or recorded. */
  isAlive = $state(false)
  playing = $state(false)
  speed = $state(1)
  theme = $state<Theme>('dark')
  lens = $state<Lens>('where')
  selected = $state<string | null>(null)
  focused = $state<string | null>(null)
  menu = $state.raw<(Place & { readonly target: MenuTarget }) | null>(null)
  /** Section of the inspector that was asked for by name. */
  section = $state('')
  editorShown = $state(false)
  helpShown = $state(false)
  /** The run is shown to a whole room. */
  projector = $state(false)
  /** What went wrong with the last thing a person asked for. */
  notice = $state('')
  /** Where the hand was that asked for it, if it was on the stage. */
  noticeAt = $state.raw<Place | null>(null)
  /** Under whose name things are asked for; nobody's is your own. */
  acting = $state.raw<Acting>({})
  /** The fault that ended the run. */
  crash = $state('')
  /** Set by the stage: what the zoom keys act on. */
  zoom: ((how: 'in' | 'out' | 'fit') => void) | null = null
  /** The canvas, once there is one: what is asked of it directly. */
  stage: Stage | null = null
  readonly scenario: Scenario
  /** How it was asked to open. */
  readonly options: OpeningOptions
  readonly told = new Told()
  readonly words: Words
  /** Says a text of the dictionary in the reader's language. */
  readonly say: Words['say']
  readonly desk: Desk
  /** The link to the world, for whoever asks it what no frame tells. */
  client: Client | null = null
  private readonly pacer = createPacer()
  private readonly followers = new Set<(frame: Frame) => void>()
  private recorded: RecordingPlayer | null = null
  /** The run has begun, at the moment it opens at. */
  private begun: Promise<void> = Promise.resolve()
  private readonly seeker = new Seeker()
  /** Something was asked for under another name; the next frame tells whether it was refused. */
  private asked: { readonly user: string; readonly at: number } | null = null

  constructor(scenario: Scenario, options: OpeningOptions) {
    this.scenario = scenario
    this.options = options
    this.theme = options.theme
    this.words = new Words(options.language)
    this.say = this.words.say
    this.lens = options.lens ?? scenario.lens ?? 'where'
    this.speed = options.speed
    this.playing = !options.paused
    this.projector = options.projector ?? false
    if (options.as) this.acting = { as: options.as }
    const host = {
      dispatch: (command: Command) => this.dispatch(command),
      documents: () => this.view.documents,
      acting: () => this.acting,
    }
    // Who may only look sees the scenario's own text, whatever was written here before.
    this.desk = new Desk(host, scenario.files, options.readonly ? '' : `files:${scenario.id}`)
  }

  /**
   * Begins the run over a link to the world. `recording` is how the scenario's own text goes on from its own moment: when that is what
   * opens, it is played until the world itself is there. What a person asks for meanwhile reaches the world at the moment then shown.
   */
  async open(client: Client, options: OpeningOptions, recording: Recording | null = null): Promise<void> {
    await this.setLanguage(options.language)
    this.client = client
    if (recording && options.at === null && this.desk.isUntouched) {
      this.recorded = playRecording(recording)
      this.showRecorded(this.scenario.opensAt)
    }
    const running = this.restart(options.at ?? this.scenario.opensAt)
    const { look } = this.scenario
    if (look && !options.plain && this.desk.textOf(look.file) === this.desk.firstText(look.file))
      this.desk.showLines(look.file, look.line)
    await running
  }

  /** Shows the first moment of a recording, and nothing of the world behind it yet. */
  preview(recording: Recording): void {
    for (const frame of playRecording(recording).advance(this.scenario.opensAt)) this.show(frame)
  }

  get language(): Language {
    return this.words.language
  }

  async setLanguage(language: Language): Promise<void> {
    await this.words.speak(language)
    keep('language', language)
  }

  setTheme(theme: Theme): void {
    this.theme = theme
    keep('theme', theme)
  }

  setLens(lens: Lens): void {
    this.lens = lens
    keepInAddress('lens', lens === (this.scenario.lens ?? 'where') ? null : lens)
  }

  /** From now on everything is asked for under this name; what was typed before is still asked for under the one before. */
  async actAs(acting: Acting): Promise<void> {
    await this.desk.applyTyped()
    this.acting = acting
    this.notice = ''
    keepInAddress('as', acting.as && !acting.asGroups?.length ? acting.as : null)
  }

  /** Takes a frame of the world. */
  take(frame: Frame): void {
    this.isAlive = true
    this.recorded = null
    this.show(frame)
  }

  private showRecorded(to: number): void {
    for (const frame of this.recorded?.advance(to) ?? []) this.show(frame)
  }

  private show(frame: Frame): void {
    this.view = absorb(this.view, frame)
    for (const follow of this.followers) follow(frame)
    const { asked } = this
    this.asked = null
    if (asked) this.notice = refusedTo(this.view.furniture.refusals, asked.user, asked.at)?.message ?? this.notice
  }

  /** Hands every frame to somebody who follows what changed instead of what is. Undone by what it returns. */
  follow(follower: (frame: Frame) => void): () => void {
    this.followers.add(follower)
    return () => this.followers.delete(follower)
  }

  fail(message: string): void {
    this.crash = message
    this.playing = false
  }

  /** One animation frame passed. */
  beat(realMs: number): void {
    const { client } = this
    if (!client || !this.playing || client.ticking || this.seeker.busy || this.crash) return
    const { to, budgetMs } = this.pacer.order(this.view.now, this.speed, realMs)
    if (this.recorded) this.showRecorded(to)
    else void client.tick(to, budgetMs)
  }

  play(speed = this.speed): void {
    this.speed = speed
    this.pacer.reset(this.view.now)
    this.playing = true
  }

  pause(): void {
    this.playing = false
  }

  /** Goes to a moment. While a person drags, only the newest wish counts and one request is under way. */
  async seek(to: number): Promise<void> {
    await this.seeker.to(
      to,
      this.client,
      () => this.view.now,
      (moment) => this.pacer.reset(moment),
    )
  }

  /** Runs to the next thing that happens. */
  async step(): Promise<void> {
    this.pause()
    await this.client?.step()
  }

  /** Is this part of the page there, or left out by the address? */
  shows = (part: Part): boolean => !this.options.hidden?.has(part)

  /** Goes to the mark before now. */
  async back(): Promise<void> {
    this.pause()
    const { now, marks } = this.view
    const before = marks.findLast((mark) => mark.at < now - 1)
    await this.seek(before?.at ?? 0)
  }

  /** Does something to the cluster. True when the world accepted it; otherwise the notice says why not, beside the hand that asked. */
  async dispatch(command: Command, hand: Place | null = null): Promise<boolean> {
    this.noticeAt = hand
    try {
      await this.order(command)
      return true
    } catch (error) {
      this.notice = error instanceof Error ? error.message : String(error)
      return false
    }
  }

  /** As `dispatch`, for those who want the refusal itself. */
  async order(command: Command): Promise<void> {
    if (this.options.readonly) throw new Error(this.say('page.readonly'))
    await this.carryOut(command)
  }

  /** The same for what is asked for by the address and not by the reader, who may have nothing to change. */
  async carryOut(command: Command): Promise<void> {
    const { client } = this
    if (!client) throw new Error('The world is not open')
    this.notice = ''
    if (!this.isAlive) await this.begun
    const sent = actingAs(command, this.acting)
    const at = await client.dispatch(sent)
    // What was refused of a file is told at its line.
    if (sent.type !== 'apply' && 'as' in sent && sent.as) this.asked = { user: sent.as, at }
    // A paused world shows at once what the command changed.
    if (!this.playing) await client.tick(this.view.now, 0)
  }

  /** All that anybody needs to compute this run again, with what was written last. */
  async run(): Promise<RunDefinition> {
    if (!this.client) throw new Error('The world is not open')
    await this.begun
    await this.desk.applyAll()
    return this.client.run()
  }

  select(uid: string | null, section = ''): void {
    this.section = section
    if (uid === null) this.desk.shownLines = null
    if (uid === this.selected) return
    this.selected = uid
    void this.client?.select(uid)
  }

  /** Back to the scenario's own text, from the start. */
  async reset(): Promise<void> {
    this.desk.reset()
    await this.restart(this.scenario.opensAt)
  }

  private restart(at: number): Promise<void> {
    this.begun = this.begin(at)
    return this.begun
  }

  private async begin(at: number): Promise<void> {
    const { client, scenario } = this
    if (!client) return
    this.notice = ''
    // A new run has nothing selected; asking for that would reach the world before the run.
    this.selected = null
    const run = this.desk.begin(scenario)
    if (this.recorded) {
      await client.start(run, true)
      // The world goes on from the moment shown, unless a person has asked for another one.
      if (this.recorded && !this.seeker.busy) await this.seek(this.view.now)
      return
    }
    const started = client.start(run)
    // Asked in one breath: nobody sees time 0 on the way to the wanted moment, and no command gets in between.
    await Promise.all([started, (at > 0 || scenario.isReplay) && this.seek(at)])
    // What somebody wrote on an earlier visit goes on from where the run was shared.
    if (scenario.isReplay && !this.desk.isUntouched) await this.desk.applyAll()
  }
}

/** The session of the page, for every component below App. */
export const [useSession, provideSession] = createContext<Session>()
