/** One named stream of chance. Draws in one stream never shift another, so a new feature cannot reshuffle an old run. */
export interface Random {
  /** Uniform in [0, 1). */
  float(): number
  /** Uniform integer in [0, below). */
  int(below: number): number
  /** Uniform in [from, to). */
  between(from: number, to: number): number
}

/** State of every stream by name: plain numbers, so a keyframe can hold it. */
export type RandomState = ReadonlyMap<string, number>

/** All the chance of one world, derived from one seed. Streams are mulberry32, seeded by FNV-1a of the seed and the name. */
export class RandomStreams {
  private readonly states = new Map<string, { state: number }>()
  private readonly streams = new Map<string, Random>()

  constructor(private readonly seed: number) {}

  stream(name: string): Random {
    let stream = this.streams.get(name)
    if (!stream) {
      stream = this.create(name)
      this.streams.set(name, stream)
    }
    return stream
  }

  save(): RandomState {
    return new Map(Array.from(this.states, ([name, { state }]) => [name, state]))
  }

  load(states: RandomState): void {
    for (const name of states.keys()) this.stream(name)
    for (const [name, own] of this.states) own.state = states.get(name) ?? this.begin(name)
  }

  private begin(name: string): number {
    return hash(`${this.seed}/${name}`)
  }

  private create(name: string): Random {
    const own = { state: this.begin(name) }
    this.states.set(name, own)
    const float = () => {
      const state = (own.state + 0x6d2b79f5) | 0
      own.state = state
      let t = Math.imul(state ^ (state >>> 15), 1 | state)
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296
    }
    return { float, int: (below) => Math.floor(float() * below), between: (from, to) => from + float() * (to - from) }
  }
}

/** FNV-1a over UTF-16 units as a signed 32-bit integer: a stable, cheap hash for names. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h | 0
}
