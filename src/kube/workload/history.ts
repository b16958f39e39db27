import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import { freeze } from '../../api/freeze'
import { compileSelector } from '../../api/labels'
import { controllerOf, controllerRef, type Draft, type KubeObject, type LabelSelector } from '../../api/meta'
import type { ControllerRevision } from '../kinds/controllerrevision/api'
import type { PodTemplateSpec } from '../kinds/pod/api'
import { order } from './pods'
import { canonical, fnv, FNV_START, safeEncode } from './template'

/** The label that ties a pod to the revision it was made from. */
export const REVISION_HASH = 'controller-revision-hash'

/** A workload that keeps its history in ControllerRevisions. */
export type Keeper = KubeObject & { readonly spec: { readonly selector: LabelSelector; readonly template: PodTemplateSpec } }

/** What a revision keeps: a strategic merge patch that puts the template back. */
export interface RevisionData {
  readonly spec: { readonly template: PodTemplateSpec & { readonly $patch: 'replace' } }
}

const datas = new WeakMap<PodTemplateSpec, RevisionData>()
const templates = new WeakMap<object, PodTemplateSpec>()
const texts = new WeakMap<object, string>()

/** The data of a revision of this template; upstream: getPatch. */
export function dataOf(template: PodTemplateSpec): RevisionData {
  let data = datas.get(template)
  if (!data) {
    data = freeze<RevisionData>({ spec: { template: { ...template, $patch: 'replace' } } })
    datas.set(template, data)
  }
  return data
}

/** The template that a revision keeps; the same object for the same revision, so that what is worked out of it is worked out once. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const kept = data as RevisionData
  let template = templates.get(kept)
  if (!template) {
    const { $patch: _, ...rest } = kept.spec.template
    template = freeze<PodTemplateSpec>(rest)
    templates.set(kept, template)
  }
  return template
}

/** Does a revision keep this template? Compared by data, whatever names and hashes say. */
export const keeps = (revision: ControllerRevision, template: PodTemplateSpec): boolean =>
  textOf(revision.data) === textOf(dataOf(template))

/** Short name of a revision's data; `collisions` makes a new one when one is taken. Upstream: HashControllerRevision. */
export const revisionHash = (data: RevisionData, collisions: number): string =>
  safeEncode(String(fnv(fnv(FNV_START, textOf(data)), String(collisions))))

/** `OWNER-HASH`, a long owner's name cut. Upstream: ControllerRevisionName. */
export const revisionName = (owner: string, hash: string): string => `${owner.slice(0, 223)}-${hash}`

/** By number, then age. */
export const byRevision = (a: ControllerRevision, b: ControllerRevision): number =>
  a.revision - b.revision ||
  order(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  order(a.metadata.name, b.metadata.name)

/** Revisions that belong to an owner, sorted; those without an owner that its selector matches are taken in. */
export function claimRevisions(client: Client, owner: Keeper): ControllerRevision[] {
  const mine = ownRevisions(client, owner)
  if (owner.metadata.deletionTimestamp) return mine
  const matches = compileSelector(owner.spec.selector)
  const taken: ControllerRevision[] = []
  for (const orphan of client.unowned('ControllerRevision', owner.metadata.namespace ?? '')) {
    if (orphan.metadata.deletionTimestamp || !matches(orphan.metadata.labels)) continue
    const ownerReferences = [...(orphan.metadata.ownerReferences ?? []), controllerRef(owner)]
    taken.push(client.update<ControllerRevision>({ ...orphan, metadata: { ...orphan.metadata, ownerReferences } }))
  }
  return taken.length ? [...mine, ...taken].sort(byRevision) : mine
}

/** Revisions that an owner has already, sorted. */
export const ownRevisions = (client: Client, owner: KubeObject): ControllerRevision[] =>
  client
    .owned('ControllerRevision', owner)
    .filter((revision) => controllerOf(revision)?.uid === owner.metadata.uid)
    .sort(byRevision)

/** The present template as a new revision of its owner. */
export const revisionDraft = (owner: Keeper, hash: string, hashLabel: string, revision: number): Draft<ControllerRevision> => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: {
    name: revisionName(owner.metadata.name, hash),
    namespace: owner.metadata.namespace,
    labels: { ...owner.spec.template.metadata?.labels, [hashLabel]: hash },
    annotations: owner.metadata.annotations,
    ownerReferences: [controllerRef(owner)],
  },
  data: dataOf(owner.spec.template),
  revision,
})

/** Gives a revision another number: it becomes the newest when a workload goes back to it. */
export const renumber = (client: Client, revision: ControllerRevision, to: number): ControllerRevision =>
  client.update<ControllerRevision>({ ...revision, revision: to })

/** Deletes all but the newest `limit` of these, which are no longer in use and sorted oldest first. */
export function truncate(client: Client, unused: readonly ControllerRevision[], limit: number): void {
  if (limit < 0) return
  for (const revision of unused.slice(0, Math.max(0, unused.length - limit))) remove(client, revision)
}

/** Deletes a revision; one that is gone already is as good. */
export function remove(client: Client, revision: ControllerRevision): void {
  try {
    client.delete('ControllerRevision', revision)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error
  }
}

function textOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return canonical(data)
  let text = texts.get(data)
  if (text === undefined) {
    text = canonical(data)
    texts.set(data, text)
  }
  return text
}
