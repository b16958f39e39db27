import { apiVersionOf, type KindDefinition, type Subresource } from './kind'
import type { Registry, Served } from './registry'

/** One entry of an APIResourceList; upstream: metav1.APIResource. `group` and `version` are those of `kind` where they differ. */
export interface ApiResource {
  readonly name: string
  readonly singularName: string
  readonly namespaced: boolean
  readonly group?: string
  readonly version?: string
  readonly kind: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
}

/** What a kind offers unless it says otherwise. */
export const ALL_VERBS: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
const PART_VERBS: readonly string[] = ['get', 'patch', 'update']

/** A kind's own entry and one for each of its subresources, in the order of their names. */
export function apiResources({ kind }: Served): readonly ApiResource[] {
  const { plural, singular, namespaced, verbs = ALL_VERBS, shortNames, categories } = kind
  const own: ApiResource = {
    name: plural,
    singularName: singular,
    namespaced,
    kind: kind.kind,
    verbs,
    ...(shortNames?.length && { shortNames }),
    ...(categories?.length && { categories }),
  }
  const parts = subresourcesOf(kind).map((part): ApiResource => {
    const { group, version } = part
    const elsewhere = version !== undefined && { group: group ?? '', version }
    return { name: `${plural}/${part.name}`, singularName: '', namespaced, ...elsewhere, kind: part.kind, verbs: part.verbs }
  })
  return [own, ...parts.sort((a, b) => (a.name < b.name ? -1 : 1))]
}

/** All of a kind's subresources, with those that a flag of its definition stands for. */
export function subresourcesOf(kind: KindDefinition): readonly Subresource[] {
  const parts: Subresource[] = [...(kind.subresources ?? [])]
  const add = (part: Subresource) => void (parts.some(({ name }) => name === part.name) || parts.push(part))
  if (kind.statusSubresource) add({ name: 'status', kind: kind.kind, verbs: PART_VERBS })
  if (kind.scaleSubresource) add({ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: PART_VERBS })
  return parts
}

/** GET /api/v1 and /apis/GROUP/VERSION; undefined for what is not served. */
export function resourceList(registry: Registry, groupVersion: string) {
  const served = registry.resources(groupVersion)
  if (!served.length) return undefined
  const resources = served.flatMap(apiResources)
  return { kind: 'APIResourceList', ...(groupVersion !== 'v1' && { apiVersion: 'v1' }), groupVersion, resources }
}

/** GET /api. */
export const coreVersions = () => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.2:6443' }],
})

const groupOf = (name: string, versions: readonly string[]) => {
  const named = versions.map((version) => ({ groupVersion: apiVersionOf({ group: name, version }), version }))
  return { name, versions: named, preferredVersion: named[0]! }
}

/** GET /apis. */
export const groupList = (registry: Registry) => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: registry.groups.map(({ name, versions }) => groupOf(name, versions)),
})

/** GET /apis/GROUP; undefined for what is not served. */
export function groupNamed(registry: Registry, name: string) {
  const found = registry.groups.find((group) => group.name === name)
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(found.name, found.versions) }
}
