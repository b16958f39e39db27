import { send } from '../../support/requests'
import { apiServer } from '../../support/apiServer'
import { defineAdapter, sameSet, type Case } from '../adapter'
import { isGone, isLeftOut, pathNow } from '../drift'

type Resource = { name: string; kind: string; namespaced: boolean; verbs: string[]; shortNames?: string[]; categories?: string[] }
type In = { path: string; name: string }

/** Each resource of each group by itself; what a kind has besides it (status, scale) counts as its own. */
export default defineAdapter<In, Resource | null>({
  cases: (file) =>
    Object.entries(file as Record<string, Resource[]>).flatMap(([path, resources]) =>
      resources.map((resource): Case<In, Resource | null> => ({
        name: `${path} ${resource.name}`,
        in: { path: pathNow(path), name: resource.name },
        out: isGone(resource.name) || isLeftOut(resource.name) ? null : resource,
      })),
    ),
  run({ path, name }) {
    const { code, body } = send(apiServer().server, { method: 'GET', path })
    const resource = code === 200 && (body as { resources: Resource[] }).resources.find((one) => one.name === name)
    if (resource) return resource
    if (isGone(name) || isLeftOut(name)) return null
    throw new Error(`${path}/${name} is not served`)
  },
  equal: (expected, got) =>
    expected === null || got === null
      ? expected === got
      : expected.kind === got.kind &&
        expected.namespaced === got.namespaced &&
        sameSet(since123(expected), got.verbs) &&
        sameSet(expected.shortNames ?? [], got.shortNames ?? []) &&
        sameSet(expected.categories ?? [], got.categories ?? []),
})

/** Services can be deleted as a collection since 1.23. */
const since123 = ({ name, verbs }: Resource) => (name === 'services' ? [...new Set([...verbs, 'deletecollection'])] : verbs)
