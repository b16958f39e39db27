import { apiVersionOf, type KindDefinition } from '../../../src/api/kind'
import { defineAdapter, sameSet, type Case } from '../adapter'
import { kinds } from '../kinds'

type Resource = { name: string; kind: string; namespaced: boolean; verbs: string[]; shortNames?: string[]; categories?: string[] }
type In = { path: string; name: string }

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** Each resource of each group by itself; what a kind has besides it (status, scale) counts as its own. */
export default defineAdapter<In, Resource>({
  cases: (file) =>
    Object.entries(file as Record<string, Resource[]>).flatMap(([path, resources]) =>
      resources.map((resource): Case<In, Resource> => ({
        name: `${path} ${resource.name}`,
        in: { path, name: resource.name },
        out: resource,
      })),
    ),
  run({ path, name }) {
    const [plural, subresource] = name.split('/')
    const kind = [...kinds.values()].find(
      (one) => path === `/${one.group ? 'apis' : 'api'}/${apiVersionOf(one)}` && one.plural === plural,
    )
    if (!kind) throw new Error(`${path}/${name} is not served`)
    return subresource === undefined ? resourceOf(kind) : subresourceOf(kind, subresource)
  },
  equal: (expected, got) =>
    expected.kind === got.kind &&
    expected.namespaced === got.namespaced &&
    sameSet(since123(expected), got.verbs) &&
    sameSet(expected.shortNames ?? [], got.shortNames ?? []) &&
    sameSet(expected.categories ?? [], got.categories ?? []),
})

/** Services can be deleted as a collection since 1.23. */
const since123 = ({ name, verbs }: Resource) => (name === 'services' ? [...new Set([...verbs, 'deletecollection'])] : verbs)

const resourceOf = ({ plural, kind, namespaced, verbs = allVerbs, shortNames, categories }: KindDefinition): Resource => ({
  name: plural,
  kind,
  namespaced,
  verbs: [...verbs],
  shortNames: [...(shortNames ?? [])],
  categories: [...(categories ?? [])],
})

function subresourceOf(kind: KindDefinition, name: string): Resource {
  const verbs = ['get', 'patch', 'update']
  const { plural, namespaced } = kind
  if (name === 'status' && kind.statusSubresource) return { name: `${plural}/status`, kind: kind.kind, namespaced, verbs }
  if (name === 'scale' && kind.scaleSubresource) return { name: `${plural}/scale`, kind: 'Scale', namespaced, verbs }
  throw new Error(`${plural}/${name} is not served`)
}
