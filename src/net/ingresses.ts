import { CowMap, type SavedMap } from '../kernel/cowMap'
import { CLASS_ANNOTATION, INGRESS_CONTROLLER, type Ingress, type IngressBackend } from '../kube/kinds/ingress/api'
import type { IngressClass } from '../kube/kinds/ingressclass/api'
import { routeOf, type IngressRoute } from './ingressRoutes'
import type { NetContext } from './peers'

/** The Ingresses of the cluster's own controller, as it routes by them. */
export interface Ingresses {
  route(host: string, path: string): IngressRoute | undefined
  /** The oldest first. */
  all(): readonly Ingress[]
  /** A share of the requests that another Ingress of the same host and path gets. */
  canary(route: IngressRoute): { readonly backend: IngressBackend; readonly percent: number } | undefined
}

interface SavedIngresses {
  readonly ingresses: SavedMap<string, Ingress>
  readonly classes: SavedMap<string, IngressClass>
}

const CANARY = 'nginx.ingress.kubernetes.io/canary'
const WEIGHT = 'nginx.ingress.kubernetes.io/canary-weight'

/** Follows Ingresses and their classes. */
export function createIngresses(context: NetContext): Ingresses {
  const ingresses = new CowMap<string, Ingress>()
  const classes = new CowMap<string, IngressClass>()
  let sorted: readonly Ingress[] | undefined
  context.kernel.part<SavedIngresses>('network.ingresses', {
    save: () => ({ ingresses: ingresses.save(), classes: classes.save() }),
    load(state) {
      ingresses.load(state.ingresses)
      classes.load(state.classes)
      sorted = undefined
    },
  })
  context.onStart(() => {
    ingresses.clear()
    classes.clear()
    sorted = undefined
  })
  context.watch('Ingress', ({ type, object }) => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`
    if (type === 'DELETED') ingresses.delete(key)
    else ingresses.set(key, object)
    sorted = undefined
  })
  context.watch('IngressClass', ({ type, object }) => {
    if (type === 'DELETED') classes.delete(object.metadata.name)
    else classes.set(object.metadata.name, object)
    sorted = undefined
  })

  const isMine = ({ spec, metadata }: Ingress) => {
    const name = spec.ingressClassName ?? metadata.annotations?.[CLASS_ANNOTATION]
    return name !== undefined && classes.get(name)?.spec.controller === INGRESS_CONTROLLER
  }
  const isCanary = ({ metadata }: Ingress) => metadata.annotations?.[CANARY] === 'true'
  const mine = () => (sorted ??= [...ingresses.values()].filter(isMine).sort(byAge))

  return {
    route: (host, path) =>
      routeOf(
        mine().filter((each) => !isCanary(each)),
        host,
        path,
      ),
    all: mine,
    canary({ ingress, rule, path }) {
      const host = ingress.spec.rules?.[rule]?.host ?? ''
      const wanted = ingress.spec.rules?.[rule]?.http?.paths[path]?.path ?? '/'
      for (const each of mine()) {
        if (!isCanary(each) || each.metadata.namespace !== ingress.metadata.namespace) continue
        const percent = Number(each.metadata.annotations?.[WEIGHT] ?? 0)
        const backend = each.spec.rules
          ?.filter((one) => (one.host ?? '') === host)
          .flatMap(({ http }) => http?.paths ?? [])
          .find((other) => (other.path ?? '/') === wanted)?.backend
        if (backend && percent > 0) return { backend, percent: Math.min(100, percent) }
      }
      return undefined
    },
  }
}

function byAge(a: Ingress, b: Ingress): number {
  const [x, y] = [a.metadata, b.metadata]
  if (x.creationTimestamp !== y.creationTimestamp) return x.creationTimestamp < y.creationTimestamp ? -1 : 1
  return `${x.namespace}/${x.name}` < `${y.namespace}/${y.name}` ? -1 : 1
}
