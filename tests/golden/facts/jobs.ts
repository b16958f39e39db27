import type { Job } from '../../../src/kube/kinds/job/api'
import { conditionsOf, counts, ownerOf, type FactsOfKind, type Source } from '../fact'
import { starred } from '../names'

/** Conditions that announce the last one, which the recorder's version did not have yet. */
const interim = new Set(['FailureTarget', 'SuccessCriteriaMet'])

export default {
  name: 'jobs',
  facts({ of, names }: Source) {
    const facts: Record<string, unknown[]> = {}
    for (const job of of<Job>('Job')) (facts[starred(job)] ??= []).push(factOf(job, names))
    return facts
  },
} satisfies FactsOfKind

const factOf = (job: Job, names: Source['names']) => {
  const { spec, status } = job
  return {
    owner: ownerOf(job, names),
    completions: spec.completions ?? null,
    parallelism: spec.parallelism ?? null,
    status: counts(status, ['active', 'failed', 'succeeded']),
    conditions: oldConditions(status),
    started: status?.startTime !== undefined,
    completed: status?.completionTime !== undefined,
  }
}

/** Completion had no reason then. */
const oldConditions = (status: Job['status'] | undefined) => {
  const all = conditionsOf(status?.conditions?.filter(({ type }) => !interim.has(type)))
  return Object.fromEntries(Object.entries(all).map(([type, text]) => [type, text.replace('/CompletionsReached', '')]))
}
