import type { Ingress, IngressBackend, IngressPath, IngressRule } from '../kube/kinds/ingress/api'

/** What a host and a path come to. */
export interface IngressRoute {
  readonly ingress: Ingress
  /** Number of the rule and of its path; -1 for a default backend. */
  readonly rule: number
  readonly path: number
  readonly backend: IngressBackend
}

/**
 * Where a request to a host and path goes, over all Ingresses of a controller, the oldest first: the host itself before a wildcard before
 * rules without a host; the longest path, and of equals the exact one; else a default backend. Undefined: 404.
 */
export function routeOf(ingresses: readonly Ingress[], host: string, path: string): IngressRoute | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '')
  const [first = '', ...rest] = name.split('.')
  const wildcard = first && rest.length ? `*.${rest.join('.')}` : undefined
  for (const wanted of name ? [name, wildcard, ''] : ['']) {
    if (wanted === undefined) continue
    const found = inRules(ingresses, wanted, path)
    if (found) return found
    // Who has rules for this very host answers for all of it.
    const owner = wanted ? ingresses.find((each) => rulesOf(each).some((rule) => hostOf(rule) === wanted)) : undefined
    if (owner) return byDefault([owner]) ?? byDefault(catchAll(ingresses))
  }
  return byDefault(catchAll(ingresses))
}

/** Does a path of a rule take this request path? Rules: the three values of pathType, ImplementationSpecific as nginx has it. */
export function pathMatches(type: IngressPath['pathType'], wanted: string, path: string): boolean {
  if (type === 'Exact') return path === wanted
  if (type !== 'Prefix') return path.startsWith(wanted || '/')
  const elements = (text: string) => text.split('/').filter((element) => element !== '')
  const [a, b] = [elements(wanted), elements(path)]
  return a.length <= b.length && a.every((element, i) => element === b[i])
}

const rulesOf = ({ spec }: Ingress): readonly IngressRule[] => spec.rules ?? []
const hostOf = ({ host = '' }: IngressRule) => host.toLowerCase()
const catchAll = (ingresses: readonly Ingress[]) => ingresses.filter(({ spec }) => !spec.rules?.length)

function byDefault(ingresses: readonly Ingress[]): IngressRoute | undefined {
  for (const ingress of ingresses) {
    const { defaultBackend } = ingress.spec
    if (defaultBackend) return { ingress, rule: -1, path: -1, backend: defaultBackend }
  }
  return undefined
}

function inRules(ingresses: readonly Ingress[], host: string, path: string): IngressRoute | undefined {
  let best: (IngressRoute & { readonly length: number; readonly exact: boolean }) | undefined
  for (const ingress of ingresses) {
    rulesOf(ingress).forEach((rule, r) => {
      if (hostOf(rule) !== host) return
      rule.http?.paths.forEach(({ path: wanted = '/', pathType, backend }, p) => {
        if (!pathMatches(pathType, wanted, path)) return
        const exact = pathType === 'Exact'
        const length = wanted.replace(/\/+$/, '').length
        if (best && (length < best.length || (length === best.length && (best.exact || !exact)))) return
        best = { ingress, rule: r, path: p, backend, length, exact }
      })
    })
  }
  return best
}
