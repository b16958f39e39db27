import { ApiError } from '../../../api/errors'
import { matchLabelSelector } from '../../../api/labels'
import { compareQuantity, toQuantity } from '../../../api/quantity'
import type { Node } from '../../kinds/node/api'
import {
  annotation,
  BIND_COMPLETED,
  bestMatch,
  bindVolume,
  SELECTED_NODE,
  withAnnotations,
  type PersistentVolume,
} from '../../kinds/persistentvolume/api'
import { isMadeFor, storageClassOf, type PersistentVolumeClaim } from '../../kinds/persistentvolumeclaim/api'
import type { StorageClass } from '../../kinds/storageclass/api'
import { affinityMatch } from '../nodeSelector'
import { fits, refuse, type Refusal, type SchedulerPlugin, type StorageReader } from '../plugin'
import { claimsNamedBy, concernsClaims } from '../podClaims'
import type { PodInfo } from '../podInfo'

const unresolvable = (reason: string) => refuse(reason, { preemptible: false })
const noVolume = unresolvable("node(s) didn't find available persistent volumes to bind")
const wrongNode = unresolvable("node(s) didn't match PersistentVolume's node affinity")
const noSpace = unresolvable('node(s) did not have enough free storage')
const volumeGone = unresolvable('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)')
const notBound = unresolvable('pod has unbound immediate PersistentVolumeClaims')

/** Classes that nobody makes volumes for. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner'

const isBound = (claim: PersistentVolumeClaim) =>
  Boolean(claim.spec.volumeName) && annotation(claim, BIND_COMPLETED) !== undefined

/** A pod goes where its volumes are, or can be; and it is bound only when its claims are. */
export const volumeBinding: SchedulerPlugin = {
  name: 'VolumeBinding',
  wakeOn: [{ on: 'storage', hint: (pod, { object }) => concernsClaims(pod, object) }, { on: 'node/add' }, { on: 'node/labels' }],
  preFilter(pod, { storage }) {
    const names = claimsNamedBy(pod)
    if (!storage || names.length === 0) return null
    let waits = false
    for (const { name, own } of names) {
      const claim = storage.get('PersistentVolumeClaim', name, pod.namespace)
      const problem = problemOf(pod, claim, name, own)
      if (problem) return unresolvable(problem)
      if (!isBound(claim!) && classOf(storage, claim!)?.volumeBindingMode !== 'WaitForFirstConsumer') waits = true
    }
    return waits ? notBound : null
  },
  filter(pod, context) {
    const { storage, cluster } = context
    const names = claimsNamedBy(pod)
    if (!storage || names.length === 0) return null
    const claims = names.flatMap(({ name }) => storage.get('PersistentVolumeClaim', name, pod.namespace) ?? [])
    const given = claims.filter(isBound).map((claim) => storage.get('PersistentVolume', claim.spec.volumeName!))
    if (given.includes(undefined)) return () => volumeGone
    const homes = given.map((volume) => homeOf(volume!)).filter((home) => home !== null)
    const wanted = claims.filter((claim) => !isBound(claim))
    if (homes.length === 0 && wanted.length === 0) return null
    const free = wanted.length ? freeFor(storage.list('PersistentVolume'), wanted) : []
    return (slot) => {
      const node = cluster.node(cluster.table.names()[slot]!)!
      if (!homes.every((matches) => matches(node))) return wrongNode
      return wanted.length === 0 ? fits : findAll(storage, wanted, free, node).refusal
    }
  },
  prepare(pod, nodeName, { cluster }, client) {
    const names = claimsNamedBy(pod)
    if (names.length === 0) return true
    const claims = names.map(({ name, own }) => {
      const claim = client.get('PersistentVolumeClaim', name, pod.namespace)
      const problem = problemOf(pod, claim, name, own)
      if (problem) throw new ApiError(409, 'Conflict', `binding volumes: ${problem}`)
      return claim!
    })
    const waiting = claims.filter((claim) => !isBound(claim))
    if (waiting.length === 0) return true
    const fresh = waiting.filter((claim) => annotation(claim, SELECTED_NODE) === undefined && !claim.spec.volumeName)
    const node = cluster.node(nodeName)
    if (!node) throw new ApiError(409, 'Conflict', `binding volumes: node ${JSON.stringify(nodeName)} not found`)
    const { chosen, refusal } = findAll(client, fresh, freeFor(client.list('PersistentVolume'), fresh), node)
    if (refusal) throw new ApiError(409, 'Conflict', `binding volumes: ${refusal.reasons.join(', ')}`)
    for (const claim of fresh) {
      const volume = chosen.get(claim)
      if (volume) bindVolume(client, volume, claim)
      else client.update(withAnnotations(claim, { [SELECTED_NODE]: nodeName }))
    }
    return false
  },
}

/** Why a claim keeps its pod from any node. Rules: podHasPVCs, IsPVCFullyBound. */
function problemOf({ pod }: PodInfo, claim: PersistentVolumeClaim | undefined, name: string, own: boolean): string | undefined {
  const quoted = JSON.stringify(name)
  if (!claim) {
    return own
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim ${quoted}`
      : `persistentvolumeclaim ${quoted} not found`
  }
  if (claim.status?.phase === 'Lost') {
    return `persistentvolumeclaim ${quoted} bound to non-existent persistentvolume ${JSON.stringify(claim.spec.volumeName ?? '')}`
  }
  if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim ${quoted} is being deleted`
  const { namespace, name: podName, uid } = pod.metadata
  if (own && !isMadeFor(claim, uid))
    return `PVC ${namespace}/${name} was not created for pod ${namespace}/${podName} (pod is not owner)`
  return undefined
}

/** Nobody's volumes, and those that are one of the claims' already. */
const freeFor = (volumes: readonly PersistentVolume[], claims: readonly PersistentVolumeClaim[]): PersistentVolume[] =>
  volumes.filter(({ spec: { claimRef } }) => !claimRef?.uid || claims.some(({ metadata }) => metadata.uid === claimRef.uid))

const classOf = (storage: StorageReader, claim: PersistentVolumeClaim): StorageClass | undefined => {
  const name = storageClassOf(claim)
  return name ? storage.get('StorageClass', name) : undefined
}

const homes = new WeakMap<object, (node: Node) => boolean>()

/** The nodes from which a volume can be reached; null: all. */
function homeOf({ spec }: PersistentVolume): ((node: Node) => boolean) | null {
  const required = spec.nodeAffinity?.required
  if (!required) return null
  let matches = homes.get(required)
  if (!matches) {
    matches = affinityMatch({ requiredDuringSchedulingIgnoredDuringExecution: required })!.matches
    homes.set(required, matches)
  }
  return matches
}

interface Found {
  readonly chosen: ReadonlyMap<PersistentVolumeClaim, PersistentVolume>
  readonly refusal: Refusal | null
}

/** A volume for each claim on a node, no volume twice; claims without one have it made. Rules: findMatchingVolumes, checkVolumeProvisions. */
function findAll(
  storage: StorageReader,
  claims: readonly PersistentVolumeClaim[],
  free: readonly PersistentVolume[],
  node: Node,
): Found {
  const chosen = new Map<PersistentVolumeClaim, PersistentVolume>()
  const taken = new Set<PersistentVolume>()
  for (const claim of claims) {
    const selected = annotation(claim, SELECTED_NODE)
    if (selected !== undefined) {
      if (selected !== node.metadata.name) return { chosen, refusal: noVolume }
      continue
    }
    const suits = (volume: PersistentVolume) => !taken.has(volume) && (homeOf(volume)?.(node) ?? true)
    const volume = bestMatch(claim, free, { suits })
    if (volume) {
      chosen.set(claim, volume)
      taken.add(volume)
      continue
    }
    const refusal = provisionable(storage, claim, node)
    if (refusal) return { chosen, refusal }
  }
  return { chosen, refusal: null }
}

/** Can a volume be made for the claim that this node can use? */
function provisionable(storage: StorageReader, claim: PersistentVolumeClaim, node: Node): Refusal | null {
  const found = classOf(storage, claim)
  if (!found?.provisioner || found.provisioner === NO_PROVISIONER) return noVolume
  const { labels } = node.metadata
  const terms = found.allowedTopologies ?? []
  const allowed = terms.some(({ matchLabelExpressions: wanted = [] }) =>
    wanted.every(({ key, values }) => labels?.[key] !== undefined && values?.includes(labels[key])),
  )
  if (terms.length > 0 && !allowed) return noVolume
  if (!storage.get('CSIDriver', found.provisioner)?.spec.storageCapacity) return null
  const size = toQuantity(claim.spec.resources?.requests?.['storage'] ?? '0')
  const enough = storage.list('CSIStorageCapacity').some((one) => {
    const most = one.maximumVolumeSize ?? one.capacity
    if (one.storageClassName !== found.metadata.name || most === undefined || !one.nodeTopology) return false
    return compareQuantity(toQuantity(most), size) >= 0 && matchLabelSelector(one.nodeTopology, labels)
  })
  return enough ? null : noSpace
}
