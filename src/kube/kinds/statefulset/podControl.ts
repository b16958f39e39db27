import { ApiError } from '../../../api/errors'
import type { Draft, KubeObject } from '../../../api/meta'
import type { ControllerContext } from '../../../control/controller'
import type { Pod } from '../pod/api'
import type { ClaimTemplate, StatefulSet } from './api'
import { claimName, isItself, madeItself, podName } from './identity'
import { claimOwners, isStale, managedByOthers, policyOf, type PodRef } from './retention'
import type { PodControl } from './step'

const CLAIM = 'PersistentVolumeClaim'

/** Acts on the cluster and tells of it in Events about the set; upstream: StatefulPodControl. */
export function podControl({ client, record }: ControllerContext, set: StatefulSet): PodControl {
  const { namespace, name: setName } = set.metadata
  const templates = set.spec.volumeClaimTemplates ?? []
  const claimOf = (template: ClaimTemplate, ordinal: number) => client.getAny(CLAIM, claimName(set, template, ordinal), namespace)

  const tell = (verb: 'create' | 'update' | 'delete', pod: string, error?: ApiError) => {
    const what = `${verb} Pod ${pod} in StatefulSet ${setName}`
    if (error) record(set, `Failed${title(verb)}`, `${what} failed error: ${error.message}`, 'Warning')
    else record(set, `Successful${title(verb)}`, `${what} successful`)
  }

  /** Runs and tells; a refusal is told and passed on. */
  const telling = <T>(verb: 'create' | 'update' | 'delete', pod: string, act: () => T, done = true): T => {
    try {
      const result = act()
      if (done) tell(verb, pod)
      return result
    } catch (error) {
      // That it is there already is no failure to tell of.
      if (error instanceof ApiError && !(verb === 'create' && error.reason === 'AlreadyExists')) tell(verb, pod, error)
      throw error
    }
  }

  const createClaims = (ordinal: number) => {
    const pod = podName(set, ordinal)
    const failures: string[] = []
    for (const template of templates) {
      const name = claimName(set, template, ordinal)
      const found = claimOf(template, ordinal)
      if (found?.metadata.deletionTimestamp) failures.push(`pvc ${name} is being deleted`)
      if (found) continue
      try {
        client.create(claimDraft(set, template, name))
        record(set, 'SuccessfulCreate', `create Claim ${name} Pod ${pod} in StatefulSet ${setName} success`)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        failures.push(`failed to create PVC ${name}: ${error.message}`)
        if (error.reason === 'AlreadyExists') continue
        const what = `create Claim ${name} for Pod ${pod} in StatefulSet ${setName} failed error: ${error.message}`
        record(set, 'FailedCreate', what, 'Warning')
      }
    }
    if (failures.length === 0) return
    throw new ApiError(500, 'InternalError', failures.length === 1 ? failures[0]! : `[${failures.join(', ')}]`)
  }

  /** Puts the owners of a place's claims right. Returns whether any was wrong. */
  const settleClaims = (pod: PodRef, ordinal: number): boolean => {
    let changed = false
    for (const template of templates) {
      const claim = claimOf(template, ordinal)
      if (!claim) continue
      if (managedByOthers(claim, set, pod)) {
        const why =
          'has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim'
        record(set, 'ConflictingController', `PersistentVolumeClaim ${claim.metadata.name} ${why}`, 'Warning')
      }
      const owners = claimOwners(claim, set, pod, ordinal)
      if (owners === claim.metadata.ownerReferences || (owners.length === 0 && !claim.metadata.ownerReferences)) continue
      changed = true
      client.update({ ...claim, metadata: { ...claim.metadata, ownerReferences: owners.length ? owners : undefined } })
    }
    return changed
  }

  return {
    create(draft, ordinal) {
      const name = draft.metadata.name!
      return telling('create', name, () => {
        createClaims(ordinal)
        const pod = client.create<Pod>(draft as Draft<Pod>)
        settleClaims(pod, ordinal)
        return pod
      })
    },
    remove: (pod) =>
      telling('delete', pod.metadata.name, () => client.delete('Pod', pod, { preconditions: { uid: pod.metadata.uid } })),
    isBlocked(ordinal) {
      if (policyOf(set).whenScaled === 'Retain') return false
      const absent: PodRef = { apiVersion: 'v1', kind: 'Pod', metadata: { name: podName(set, ordinal), uid: '' } }
      return templates.some((template) => isStale(claimOf(template, ordinal)?.metadata.ownerReferences ?? [], absent))
    },
    provide(pod, ordinal) {
      if (templates.length === 0) return
      createClaims(ordinal)
      settleClaims(pod, ordinal)
    },
    tidy(pod, ordinal) {
      const { name } = pod.metadata
      const isRight = isItself(set, pod, ordinal)
      if (!isRight && templates.length) telling('update', name, () => createClaims(ordinal), false)
      const changed = telling('update', name, () => settleClaims(pod, ordinal), false)
      if (isRight && !changed) return
      telling('update', name, () => (isRight ? pod : client.update<Pod>(madeItself(set, pod, ordinal))))
    },
    tidyClaims: (pod, ordinal) => void settleClaims(pod, ordinal),
  }
}

/** A place's claim as its template has it, with the set's labels so that people find it. */
function claimDraft(set: StatefulSet, { metadata, spec }: ClaimTemplate, name: string): Draft<KubeObject> {
  const labels = { ...metadata.labels, ...set.spec.selector.matchLabels }
  return {
    apiVersion: 'v1',
    kind: CLAIM,
    metadata: { ...metadata, name, namespace: set.metadata.namespace, labels },
    spec,
  } as Draft<KubeObject>
}

const title = (verb: string) => verb[0]!.toUpperCase() + verb.slice(1)
