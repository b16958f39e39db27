import type { Command, LoggedCommand, SourceFile } from './command'
import type { Frame } from './frame'
import { createWorld, type World } from './world'

/** What a run is made of. */
export interface RunOptions {
  readonly seed: number
  readonly nodes: number
  readonly files?: readonly SourceFile[]
  readonly log?: readonly LoggedCommand[]
}

/** A step never runs further than this into the future, virtual ms: a cluster at rest has nothing to show. */
const STEP_LIMIT = 600_000

/**
 * One world and what a page has been told of it. Knows nothing of workers or clocks, so that tests and other hosts can drive it.
 */
export class WorldSession {
  readonly world: World
  private selected: string | null = null
  private told = false

  constructor(private readonly options: RunOptions) {
    this.world = createWorld({ seed: options.seed, nodes: options.nodes })
    for (const { name, text } of options.files ?? []) this.world.dispatch({ type: 'apply', file: name, text })
    this.world.schedule(options.log ?? [])
  }

  /** Runs on; `more` is asked often and may stop it early. */
  tick(to: number, more: () => boolean): Frame {
    if (to > this.world.now) this.world.advance(to, more)
    return this.frame(false)
  }

  dispatch(command: Command): number {
    this.world.dispatch(command)
    return this.world.now
  }

  /** Goes to a moment; `more` may stop it on the way there. */
  seek(to: number, more?: () => boolean): Frame {
    this.world.seek(to, more)
    return this.frame(true)
  }

  /** Runs until something happens that a person can see. */
  step(): Frame {
    const before = this.world.visibleSteps
    this.world.stepUntil(() => this.world.visibleSteps > before, this.world.now + STEP_LIMIT)
    return this.frame(false)
  }

  select(uid: string | null): Frame {
    this.selected = uid
    return this.frame(false)
  }

  /** All that anybody needs to compute this run again. */
  get run() {
    const { seed, nodes } = this.options
    return { seed, nodes, files: [], log: this.world.log }
  }

  private frame(reset: boolean): Frame {
    const frame = this.world.frame(reset || !this.told, this.selected)
    this.told = true
    return frame
  }
}
