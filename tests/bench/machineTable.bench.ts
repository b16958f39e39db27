import { Kernel } from '../../src/kernel/kernel'
import { podMachine, type PodEvent } from '../../src/kube/kubelet/pod.machine'
import { hostMachine } from '../../src/machine/host'
import { podBySwitch, type PodEffects } from '../support/podBySwitch'
import type { Report } from './result'

interface Side {
  start(id: string, input: { sandboxMs: number }): void
  send(id: string, event: PodEvent): boolean
  state(id: string): string | undefined
}
type Make = (kernel: Kernel, effects: PodEffects) => Side

const sides: Record<'table' | 'switch', Make> = {
  table: (kernel, effects) => hostMachine(kernel, { topic: 'pod', machine: podMachine, effects }),
  switch: (kernel, effects) => podBySwitch(kernel, 'pod', effects),
}

const PODS = 20_000
const ROUNDS = 9
const later: readonly PodEvent[] = (['INITIALIZED', 'READY', 'UNREADY', 'READY', 'DELETE', 'STOPPED'] as const).map((type) => ({
  type,
}))

/** 20,000 pods through their lives; every effect, time and state goes into the digest. */
function live(make: Make): { us: number; digest: number } {
  const kernel = new Kernel(1)
  let digest = 0
  const mix = (value: number) => void (digest = Math.imul(digest ^ value, 0x01000193))
  const told = (action: number) => (id: string) => mix(action * 31 + id.length + kernel.now)
  const effects: PodEffects = {
    mount: told(1),
    connect: told(2),
    initialize: told(3),
    startContainers: told(4),
    stopContainers: told(5),
    lose: told(6),
    settle: told(7),
    release: told(8),
  }
  const side = make(kernel, effects)
  const ids = Array.from({ length: PODS }, (_, i) => `pod-${i}`)
  const before = process.cpuUsage()
  let transitions = 0
  ids.forEach((id, i) => {
    side.start(id, { sandboxMs: 50 + (i % 200) })
    if (i % 10 === 0) transitions += Number(side.send(id, { type: 'MOUNT_FAILED' })) + 1
  })
  kernel.advance(500)
  for (const id of ids) transitions += Number(side.send(id, { type: 'MOUNTED' })) + 1
  kernel.advance(1000)
  for (const event of later) for (const id of ids) transitions += Number(side.send(id, event))
  const { user, system } = process.cpuUsage(before)
  for (const id of ids) mix(side.state(id)!.length)
  return { us: (user + system) / transitions, digest }
}

/** What a transition of a compiled machine costs beside a hand-written switch with the same duties. The least disturbed of interleaved rounds. */
export default async function machineTable(report: Report): Promise<void> {
  const times: Record<keyof typeof sides, number[]> = { table: [], switch: [] }
  for (let round = -2; round < ROUNDS; round++) {
    const order = (round % 2 ? ['table', 'switch'] : ['switch', 'table']) as (keyof typeof sides)[]
    const digests = order.map((name) => {
      const { us, digest } = live(sides[name])
      if (round >= 0) times[name].push(us)
      return digest
    })
    if (digests[0] !== digests[1]) throw new Error('table and switch do not do the same')
  }
  const [value, baseline] = [Math.min(...times.table), Math.min(...times.switch)]
  report({
    name: 'machine-table',
    value,
    unit: 'us/transition',
    baseline,
    ratio: value / baseline,
    detail: { limit: 1.25, pods: PODS, rounds: ROUNDS },
  })
}
