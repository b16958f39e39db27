import { isConditionCurrent, withAllowedCondition, withStatusCondition, DISRUPTION_ALLOWED } from '../../../api/disruptionAllowed'
import { ApiError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { compileSelector, formatLabelSelector } from '../../../api/labels'
import type { Client } from '../../../api/client'
import { keyOf } from '../../../api/meta'
import type { ComponentContext, Recorder } from '../../../control/component'
import { defineController, watches } from '../../../control/controller'
import { runController } from '../../../control/manager'
import type { Pod } from '../pod/api'
import type { PodDisruptionBudget } from './api'
import { expectedScale, ScaleError, type KindsOf } from './scale'
import { countsOf, needsScale, stillDisrupted } from './status'

const KIND = 'PodDisruptionBudget'

/** Keeps the numbers of every budget; upstream: disruption controller. Its Events come from `controllermanager`, as ever. */
export function createDisruption(context: ComponentContext, kinds: KindsOf): void {
  const record = context.recorder('controllermanager')
  runController(
    context,
    defineController({
      name: 'disruption-controller',
      title: 'PDB',
      for: KIND,
      watches: [
        watches('Pod', ({ type, object, old }, { client }) => {
          const before = old && old.metadata.labels !== object.metadata.labels ? budgetsOf(client, old) : []
          const now = budgetsOf(client, object)
          if (now.length > 1 && type !== 'DELETED') warnOfSeveral(record, object, now)
          return [...now, ...before].map(keyOf)
        }),
      ],
      reconcile({ client, now }, budget) {
        const pods = podsOf(client, budget)
        if (pods.length === 0) record(budget, 'NoPods', 'No matching pods found')
        try {
          return update(client, kinds, record, budget, pods, now)
        } catch (error) {
          if (error instanceof ApiError && error.reason === 'Conflict') throw error
          if (!(error instanceof ApiError || error instanceof ScaleError || error instanceof RangeError)) throw error
          // On the safe side: nothing may go while nobody knows how many there should be.
          client.updateStatus(failed(budget, error.message, now))
          return undefined
        }
      },
    }),
  )
}

/** Works out and writes the status; returns ms after which to look again. */
function update(
  client: Client,
  kinds: KindsOf,
  record: Recorder,
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  now: number,
): number | undefined {
  const expected = needsScale(budget) ? fromScale(client, kinds, record, budget, pods) : pods.length
  const disrupted = stillDisrupted(budget, pods, now)
  const { namespace, name, generation } = budget.metadata
  for (const pod of disrupted.overdue) {
    record(pod, 'NotDeleted', `Pod was expected by PDB ${namespace}/${name} to be deleted but it wasn't`, 'Warning')
  }
  const { disruptedPods: before = {}, ...old } = budget.status
  const counts = countsOf(budget, pods, expected, disrupted.pods, now)
  const next = { ...old, ...counts, observedGeneration: generation }
  if (!same(next, old) || !same(before, disrupted.pods) || !isConditionCurrent(next, generation)) {
    const some = Object.keys(disrupted.pods).length > 0
    client.updateStatus({
      ...budget,
      status: { ...withAllowedCondition(next, now), ...(some && { disruptedPods: disrupted.pods }) },
    })
  }
  // A moment late: times are whole seconds, and the pod must be overdue then.
  return disrupted.recheckAt === Infinity ? undefined : Math.max(0, disrupted.recheckAt - now) + 1000
}

function fromScale(client: Client, kinds: KindsOf, record: Recorder, budget: PodDisruptionBudget, pods: readonly Pod[]): number {
  try {
    const { expected, unmanaged } = expectedScale(client, kinds, pods)
    if (unmanaged.length > 0) {
      const selector = formatLabelSelector(budget.spec.selector)
      const why = `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`
      record(budget, 'UnmanagedPods', why, 'Warning')
    }
    return expected
  } catch (error) {
    if (error instanceof ScaleError) {
      const why = `Failed to calculate the number of expected pods: ${error.message}`
      record(budget, 'CalculateExpectedPodCountFailed', why, 'Warning')
    }
    throw error
  }
}

/** Upstream: failSafe. */
function failed(budget: PodDisruptionBudget, message: string, now: number): PodDisruptionBudget {
  const { observedGeneration } = budget.status
  const condition = {
    type: DISRUPTION_ALLOWED,
    status: 'False',
    ...(observedGeneration && { observedGeneration }),
    reason: 'SyncFailed',
    message,
  } as const
  const conditions = withStatusCondition(budget.status.conditions ?? [], condition, now)
  return { ...budget, status: { ...budget.status, disruptionsAllowed: 0, conditions } }
}

function podsOf(client: Client, { metadata: { namespace = '' }, spec: { selector } }: PodDisruptionBudget): readonly Pod[] {
  return selector ? client.list('Pod', { namespace, selector }) : []
}

function budgetsOf(client: Client, { metadata: { namespace, labels } }: Pod): readonly PodDisruptionBudget[] {
  const all = client.list(KIND, namespace ? { namespace } : {})
  return all.length === 0 ? all : all.filter(({ spec: { selector } }) => selector && compileSelector(selector)(labels))
}

function warnOfSeveral(record: Recorder, pod: Pod, budgets: readonly PodDisruptionBudget[]): void {
  const { namespace, name } = pod.metadata
  const chosen = budgets[0]!.metadata.name
  record(
    pod,
    'MultiplePodDisruptionBudgets',
    `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${chosen}" arbitrarily.`,
    'Warning',
  )
}
