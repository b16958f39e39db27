import { CowMap, type SavedMap } from '../kernel/cowMap'
import type { Kernel } from '../kernel/kernel'
import type { CloudProvider, NodeGroup } from '../kube/autoscaler/provider'
import type { MachineFacts } from '../kube/node/nodeStatus'

/** The label by which pods can ask for a pool. */
export const POOL_LABEL = 'kubarium.dev/pool'

/** What a person says of a pool; what is left out is common. */
export interface PoolSpec {
  readonly name: string
  readonly min?: number
  readonly max?: number
  /** Machines to begin with; `min` unless said. */
  readonly size?: number
  readonly cpu?: string
  readonly memory?: string
  readonly zone?: string
  /** Dollars per machine and hour. */
  readonly price?: number
  /** From the order of a machine until its kubelet starts. */
  readonly bootSeconds?: number
  /** Its machines stand in a rack: there are as many as there are. */
  readonly onPremises?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: MachineFacts['taints']
}

/** A pool as it stands. Replaced, never changed. */
interface Pool {
  readonly spec: Required<Omit<PoolSpec, 'size' | 'taints' | 'labels'>> & Pick<PoolSpec, 'taints' | 'labels'>
  readonly nodes: readonly string[]
  readonly joining: readonly Arrival[]
  /** Dollars until `settledAt`, virtual ms. */
  readonly cost: number
  readonly settledAt: number
}

/** A machine on its way. */
export interface Arrival {
  readonly name: string
  /** When it was asked for and when its kubelet starts, virtual ms. */
  readonly from: number
  readonly until: number
}

/** What stands under the pools. */
export interface PoolGround {
  start(machine: MachineFacts): void
  /** Takes a machine away, and its Node. */
  stop(node: string): void
}

const TOPIC = 'pools'
const HOUR_MS = 3_600_000
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
const DEFAULTS = { min: 0, max: 5, cpu: '4', memory: '8Gi', zone: 'zone-a', price: 0.2, bootSeconds: 90, onPremises: false }

/** Pools of like machines: those of a cloud grow and shrink within their bounds, and cost by the hour. */
export class Pools implements CloudProvider {
  private readonly pools = new CowMap<string, Pool>()
  private readonly listeners: (() => void)[] = []

  constructor(
    private readonly kernel: Kernel,
    private readonly ground: PoolGround,
  ) {
    kernel.part<SavedMap<string, Pool>>(TOPIC, { save: () => this.pools.save(), load: (saved) => this.pools.load(saved) })
    kernel.on(TOPIC, (node, pool) => this.arrive(String(pool), node))
  }

  has(name: string): boolean {
    return this.pools.has(name)
  }

  /** Makes a pool with its first machines, which are there at once. */
  add({ size, ...given }: PoolSpec): void {
    const spec = { ...DEFAULTS, ...given }
    const most = Math.max(spec.max, spec.min)
    const whole = { ...spec, max: spec.onPremises ? Math.max(size ?? spec.min, spec.min) : most }
    this.pools.set(given.name, { spec: whole, nodes: [], joining: [], cost: 0, settledAt: this.kernel.now })
    const first = size ?? spec.min
    for (let i = 0; i < first; i++) {
      const node = this.order(given.name, 0)
      this.arrive(given.name, node)
    }
    this.changed()
  }

  /** Changes the bounds or the price of a pool. A pool that is now too small or too large is so until its autoscaler sees it. */
  set(name: string, change: Partial<Omit<PoolSpec, 'name' | 'size'>>): void {
    const pool = this.settled(name)
    this.pools.set(name, { ...pool, spec: { ...pool.spec, ...change } })
    const { min, onPremises } = this.pools.get(name)!.spec
    if (!onPremises) while (this.sizeOf(name) < min) this.boot(name)
    this.changed()
  }

  get groups(): readonly NodeGroup[] {
    return [...this.pools.values()].map(groupOf)
  }

  groupOf(node: string): NodeGroup | undefined {
    for (const pool of this.pools.values()) if (pool.nodes.includes(node)) return groupOf(pool)
    return undefined
  }

  grow(name: string, by: number): void {
    for (let i = 0; i < by && this.sizeOf(name) < this.pools.get(name)!.spec.max; i++) this.boot(name)
    this.changed()
  }

  release(node: string): void {
    this.forget(node)
    this.ground.stop(node)
  }

  /** The machine is gone for another reason. */
  forget(node: string): void {
    for (const [name, { nodes }] of [...this.pools]) {
      if (!nodes.includes(node)) continue
      const pool = this.settled(name)
      this.pools.set(name, { ...pool, nodes: nodes.filter((each) => each !== node) })
      this.changed()
    }
  }

  onChange(run: () => void): void {
    this.listeners.push(run)
  }

  /** What a pool has cost so far, in dollars. */
  costOf(name: string): number {
    const pool = this.pools.get(name)
    return pool ? pool.cost + owed(pool, this.kernel.now) : 0
  }

  /** Machines of a pool that are on their way. */
  arrivalsOf(name: string): readonly Arrival[] {
    return this.pools.get(name)?.joining ?? []
  }

  private sizeOf(name: string): number {
    const { nodes, joining } = this.pools.get(name)!
    return nodes.length + joining.length
  }

  /** The pool with its cost up to now. */
  private settled(name: string): Pool {
    const pool = this.pools.get(name)!
    return { ...pool, cost: pool.cost + owed(pool, this.kernel.now), settledAt: this.kernel.now }
  }

  private order(name: string, wait: number): string {
    const pool = this.settled(name)
    const { now } = this.kernel
    const random = this.kernel.random(TOPIC)
    const node = `${name}-${Array.from({ length: 5 }, () => LETTERS[random.int(LETTERS.length)]!).join('')}`
    this.pools.set(name, { ...pool, joining: [...pool.joining, { name: node, from: now, until: now + wait }] })
    return node
  }

  private boot(name: string): void {
    const wait = this.pools.get(name)!.spec.bootSeconds * 1000
    this.kernel.schedule(wait, TOPIC, this.order(name, wait), name)
  }

  private arrive(name: string, node: string): void {
    const pool = this.pools.get(name)
    const joining = pool?.joining.filter((each) => each.name !== node)
    if (!pool || joining?.length === pool.joining.length) return
    this.pools.set(name, { ...pool, joining: joining ?? [], nodes: [...pool.nodes, node] })
    this.ground.start({ name: node, ...templateOf(pool) })
    this.changed()
  }

  private changed(): void {
    for (const run of this.listeners) run()
  }
}

const owed = ({ spec, nodes, joining, settledAt }: Pool, now: number): number =>
  ((nodes.length + joining.length) * spec.price * (now - settledAt)) / HOUR_MS

const templateOf = ({ spec }: Pool): Omit<MachineFacts, 'name'> => ({
  cpu: spec.cpu,
  memory: spec.memory,
  zone: spec.zone,
  pods: 110,
  labels: { [POOL_LABEL]: spec.name, ...spec.labels },
  ...(spec.taints?.length && { taints: spec.taints }),
})

const groupOf = (pool: Pool): NodeGroup => ({
  name: pool.spec.name,
  min: pool.spec.min,
  max: pool.spec.max,
  size: pool.nodes.length + pool.joining.length,
  elastic: !pool.spec.onPremises,
  price: pool.spec.price,
  template: templateOf(pool),
  nodes: pool.nodes,
  joining: pool.joining.map(({ name }) => name),
})
