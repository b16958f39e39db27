import type { KindDefinition } from '../../api/kind'
import type { KubeObject } from '../../api/meta'
import type { Amounts } from './amounts'
import type { ScopeRequirement } from '../kinds/resourcequota/api'

/** How a kind is counted against quotas; upstream: quota.Evaluator. */
export interface Evaluator {
  /** Are updates counted too, or only creates? */
  readonly updates: boolean
  /** What the object takes. `now` is virtual ms. */
  usage(object: KubeObject, now: number): Amounts
  /** Does the resource name concern this kind? */
  concerns(resource: string): boolean
  /** Is the object inside a quota's scope? */
  matches(scope: ScopeRequirement, object: KubeObject): boolean
  /** Why the object may not go unsaid about these resources; '' when it says enough. */
  missing(resources: readonly string[], object: KubeObject): string
}

/** `count/deployments.apps`, `count/pods`. */
export const countName = ({ group, plural }: Pick<KindDefinition, 'group' | 'plural'>): string =>
  `count/${group ? `${plural}.${group}` : plural}`
