import { ApiError } from '../api/errors'
import { Kernel, type Keyframe } from '../kernel/kernel'
import { createCluster, type Cluster, type ClusterOptions } from './cluster'
import type { Command, LoggedCommand } from './command'
import { CommandError, execute } from './execute'
import type { Frame } from './frame'
import { momentFrom } from './moment'

export interface WorldOptions extends ClusterOptions {
  /** Every chance in the world comes from it. */
  readonly seed: number
}

interface SavedWorld {
  readonly frame: Keyframe
  /** How many commands of the log were carried out by then. */
  readonly done: number
}

/** How many keyframes are kept; older ones thin out. */
const KEYFRAMES = 48
/** Least virtual ms, and least agenda entries, between two keyframes. */
const KEYFRAME_MS = 2_000
const KEYFRAME_STEPS = 2_000

/**
 * One run: a seed and a list of timed commands; all else is computed. Time can be turned back to any moment, and a command given in the
 * past begins a new branch there.
 */
export class World {
  readonly kernel: Kernel
  readonly cluster: Cluster
  private commands: LoggedCommand[] = []
  private done = 0
  private keyframes: SavedWorld[] = []
  private furthest = 0
  private stepsAtKeyframe = 0
  private branchCount = 0
  private readonly refusedCommands = new Map<LoggedCommand, string>()

  constructor(readonly options: WorldOptions) {
    this.kernel = new Kernel(options.seed)
    this.cluster = createCluster(this.kernel, options)
    this.kernel.advance(0)
    this.keep()
  }

  /** Virtual ms. */
  get now(): number {
    return this.kernel.now
  }

  /** The newest moment that was ever computed on this branch, virtual ms. */
  get end(): number {
    return this.furthest
  }

  /** All commands of this branch, also those that lie ahead after time was turned back. */
  get log(): readonly LoggedCommand[] {
    return this.commands
  }

  /** Grows whenever a command in the past made a new future. */
  get branches(): number {
    return this.branchCount
  }

  /**
   * Carries out what a person asks for, now. In the past this drops the old future. Throws ApiError or CommandError when it is refused;
   * then nothing was changed and nothing is logged.
   */
  dispatch(command: Command): void {
    this.kernel.advance(this.kernel.now)
    const before = this.kernel.save()
    try {
      execute(this.cluster, command)
    } catch (error) {
      this.kernel.load(before)
      throw error
    }
    if (this.done < this.commands.length || this.kernel.now < this.furthest) this.branch(before.traceLength)
    this.commands.push({ at: this.kernel.now, command })
    this.done = this.commands.length
  }

  /** Commands that will be carried out when their time comes, as in a scenario or a shared run. Throws RangeError for times that are over. */
  schedule(commands: readonly LoggedCommand[]): void {
    for (const logged of commands) {
      const last = this.commands[this.commands.length - 1]?.at ?? 0
      const at = momentFrom(logged.at)
      if (at < Math.max(last, this.now)) throw new RangeError(`command at ${logged.at} ms comes too late`)
      this.commands.push(at === logged.at ? logged : { ...logged, at })
    }
  }

  /** What of the log was refused when its time came, and why: it changed nothing. Whatever a person dispatched is never among it. */
  get refused(): ReadonlyMap<LoggedCommand, string> {
    return this.refusedCommands
  }

  /** Counts what a person could see happening; grows as the world runs. */
  get visibleSteps(): number {
    return this.kernel.trace.length
  }

  /** What changed since the last frame; with `reset` everything. */
  frame(reset: boolean, selected: string | null): Frame {
    return this.cluster.view.frame(reset, this.furthest, selected)
  }

  /** Runs on until virtual ms `time`. `more` may stop it early (asked often); returns whether it was reached. */
  advance(time: number, more?: () => boolean): boolean {
    const to = momentFrom(time)
    for (;;) {
      const next = this.commands[this.done]
      const until = next ? Math.min(next.at, to) : to
      const reached = this.kernel.advance(until, more)
      this.furthest = Math.max(this.furthest, this.kernel.now)
      this.keepIfDue()
      if (!reached) return false
      if (!next || next.at > to) return true
      this.carryOut(next)
      this.done++
    }
  }

  /** A log may come from anywhere: what the cluster refuses of it leaves the world as it was. */
  private carryOut(logged: LoggedCommand): void {
    const before = this.kernel.save()
    try {
      execute(this.cluster, logged.command)
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof CommandError)) throw error
      this.kernel.load(before)
      this.refusedCommands.set(logged, error.message)
    }
  }

  /** Runs until `seen` says that something happened, at most until virtual ms `limit`. */
  stepUntil(seen: () => boolean, limit: number): void {
    while (!seen() && this.kernel.now < limit) {
      const next = this.commands[this.done]
      if (next && next.at <= this.kernel.next) this.advance(next.at)
      else if (this.kernel.next > limit) return void this.advance(limit)
      else this.advance(this.kernel.next)
    }
  }

  /** Goes to a moment: from the nearest keyframe before it, or straight on. */
  seek(to: number, more?: () => boolean): boolean {
    const target = momentFrom(Math.max(0, to))
    if (target < this.kernel.now) {
      let i = this.keyframes.length - 1
      while (i > 0 && this.keyframes[i]!.frame.now > target) i--
      const { frame, done } = this.keyframes[i]!
      this.kernel.load(frame)
      this.done = done
      this.stepsAtKeyframe = this.kernel.steps
    }
    return this.advance(target, more)
  }

  /** Cuts off the old future. */
  private branch(traceLength: number): void {
    this.branchCount++
    this.commands.length = this.done
    this.furthest = this.kernel.now
    this.keyframes = this.keyframes.filter(({ frame }) => frame.now <= this.kernel.now)
    this.cluster.view.cut(this.kernel.now, traceLength)
  }

  private keepIfDue(): void {
    const last = this.keyframes[this.keyframes.length - 1]!.frame.now
    if (this.kernel.now < last + KEYFRAME_MS) return
    const due = Math.max(KEYFRAME_STEPS, this.cluster.store.size('Pod') * 2)
    if (this.kernel.steps - this.stepsAtKeyframe >= due) this.keep()
  }

  private keep(): void {
    this.stepsAtKeyframe = this.kernel.steps
    this.keyframes.push({ frame: this.kernel.save(), done: this.done })
    if (this.keyframes.length > KEYFRAMES) this.keyframes = this.keyframes.filter((_, i) => i % 2 === 0 || i > KEYFRAMES / 2)
  }
}

export const createWorld = (options: WorldOptions): World => new World(options)
