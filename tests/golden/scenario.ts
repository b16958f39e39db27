import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubeObject } from '../../src/api/meta'
import { servedNow } from '../conformance/drift'
import type { Facts } from './fact'

/** One step of a scenario; which fields are there depends on `op`. */
export interface Step {
  op: string
  objects?: (KubeObject & { metadata: { name: string } })[]
  args?: string[]
  kind?: string
  name?: string
  type?: 'merge' | 'json' | 'strategic'
  body?: unknown
  subresource?: 'status' | 'scale'
  replicas?: number
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  gracePeriodSeconds?: number
  selector?: string
  count?: number
  pause?: number
  labels?: Record<string, string | null>
  node?: string
  second?: number
  seconds?: number
  quiet?: number
  max?: number
  path?: string
  equals?: unknown
  atLeast?: number
  condition?: string
  status?: string
  absent?: boolean
  as?: string
}

/** What a request was answered. */
export interface Answer {
  code: number
  reason?: string
  message?: string
}

/** What became of a step; which fields are there depends on its op. */
export type StepResult = null | {
  responses?: Answer[]
  code?: number
  reason?: string
  message?: string
  exit?: number
  stdout?: string[]
  stderr?: string[]
  settled?: boolean
  ok?: boolean
}

/** Sizes of an owner's ReplicaSets, in the order of their creation, as they changed. */
export interface Rollout {
  last: number[]
  maxTotal: number
  seen?: number[][][]
}

/** What a run of a scenario came to, in the words of the recorder. */
export interface Observed {
  steps: StepResult[]
  snapshots: Record<string, Facts>
  final: Facts
  /** `[type, reason, kind, component]` of the control plane. */
  events: string[][]
  /** `[reason, message]` of the control plane. */
  eventMessages: string[][]
  kubeletEvents: string[][]
  rollouts?: Record<string, Rollout>
  /** What became of the pods of StatefulSets, one list a pass. */
  statefulPodSequences?: string[][]
}

/** A recorded scenario: what was done to a real cluster and what was seen. */
export interface Scenario {
  name: string
  namespace: string
  nodes: number
  exclusive: boolean
  pin?: boolean
  endSettle: boolean
  steps: Step[]
  expect: Observed
  varies?: Record<string, unknown>
}

/** All scenarios of a folder, sorted by file name. */
export const readScenarios = (folder: string): Scenario[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(servedNow(readFileSync(join(folder, file), 'utf8'))) as Scenario)

/** Kinds that steps put into the cluster or name, sorted; short names in kubectl's arguments are resolved by `resource`. */
export function kindsIn(scenario: Scenario, resource: (word: string) => string | undefined): string[] {
  const kinds = new Set<string>()
  for (const { objects, kind, args } of scenario.steps) {
    for (const object of objects ?? []) kinds.add(object.kind)
    if (kind) kinds.add(kind)
    for (const word of args ?? []) {
      const found = /^[a-z]+(?=\/)/.exec(word)?.[0]
      if (found) kinds.add(resource(found) ?? found)
    }
  }
  return [...kinds].sort()
}
