import type { Layout } from './layout'
import type { Route } from './route'

/** Routes are made once for a layout. */
const routes = new WeakMap<Layout, Map<string, Route | null>>()

/** The route of this name in a layout, made when it is asked for first. */
export function routeOf(layout: Layout, key: string, make: () => Route | null): Route | null {
  let known = routes.get(layout)
  if (!known) routes.set(layout, (known = new Map()))
  let route = known.get(key)
  if (route === undefined) known.set(key, (route = make()))
  return route
}
