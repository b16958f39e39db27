import type { KubeObject } from '../../api/meta'
import type { KindSummary, Reading, Replicas, Summary, Work } from './summary'

interface AnySummary {
  readonly kind: string
  readonly summary: (object: KubeObject, reading: Reading) => Summary
  readonly replicas?: (object: KubeObject, reading: Reading) => Replicas
  readonly work?: (object: KubeObject, reading: Reading) => Work
  readonly versions?: (object: KubeObject, reading: Reading) => { readonly from: string; readonly to: string } | undefined
  readonly podSpecPath?: string
}

const files = import.meta.glob<{ default: KindSummary }>('../../kube/kinds/*/summary.ts', { eager: true })

/** How each kind reads in one line, by kind; kinds without a facet of their own are simply there or not. */
export const summaries: ReadonlyMap<string, AnySummary> = new Map(
  Object.keys(files)
    .sort()
    .map((file) => files[file]!.default as unknown as AnySummary)
    .map((summary) => [summary.kind, summary]),
)
