import type { Client } from '../../../api/client'
import { ApiError } from '../../../api/errors'
import type { Draft } from '../../../api/meta'
import { isReady } from '../../workload/pods'
import { isLeaving } from '../../workload/replicas'
import type { Pod } from '../pod/api'
import type { Job } from './api'
import { isTracked, untracked } from './podStates'

/** What a Job does to its pods, and says of it. */
export interface Hands {
  readonly client: Client
  record(about: Job, reason: string, message: string, type?: 'Normal' | 'Warning'): void
}

/** Makes a pod and tells of it. Throws ApiError. */
export function makePod({ client, record }: Hands, job: Job, draft: Draft<Pod>): void {
  try {
    const pod = client.create<Pod>(draft)
    record(job, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
  } catch (error) {
    if (error instanceof ApiError && !isLeaving(error)) record(job, 'FailedCreate', `Error creating: ${error.message}`, 'Warning')
    throw error
  }
}

/** How many pods went, how many of them were ready, and the first refusal. */
export interface Removed {
  readonly count: number
  readonly ready: number
  readonly error?: ApiError
}

/**
 * Deletes pods and tells of each. With `uncounted` they are let go of first, so that they end as if they had never been; the others stay
 * until the Job has counted them.
 */
export function removePods(hands: Hands, job: Job, pods: readonly Pod[], uncounted: boolean): Removed {
  const { client, record } = hands
  let count = 0
  let ready = 0
  let failure: ApiError | undefined
  for (const pod of pods) {
    const error = trying(() => {
      if (uncounted) release(hands, pod)
      client.delete('Pod', pod, { preconditions: { uid: pod.metadata.uid } })
    })
    if (!error) record(job, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
    if (error && error.reason !== 'NotFound') {
      record(job, 'FailedDelete', `Error deleting: ${error.message}`, 'Warning')
      failure ??= error
      continue
    }
    count++
    if (isReady(pod)) ready++
  }
  return { count, ready, ...(failure && { error: failure }) }
}

/** Lets go of a pod; one that is gone already is let go of. Throws ApiError. */
export function release({ client }: Pick<Hands, 'client'>, { metadata }: Pod): void {
  const pod = client.get('Pod', metadata.name, metadata.namespace)
  if (pod?.metadata.uid === metadata.uid && isTracked(pod)) client.update(untracked(pod))
}

/** Calls and returns the refusal, if there was one. */
export function trying(act: () => void): ApiError | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  return undefined
}
