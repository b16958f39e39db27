import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import type { LabelSelector } from '../../../api/meta'
import type { TopologySpreadConstraint } from './types'
import { validateLabelName, validateSelector } from './validateSelector'

const actions = ['DoNotSchedule', 'ScheduleAnyway']
const policies = ['Honor', 'Ignore']
const noSelector = 'must not be specified when labelSelector is not set'
const inBoth = 'exists in both matchLabelKeys and labelSelector'

/** Checks how pods are to be spread. Rule: validateTopologySpreadConstraints. */
export function validateSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: string,
  out: FieldError[],
): void {
  const pairOf = ({ topologyKey, whenUnsatisfiable }: TopologySpreadConstraint) => `{${topologyKey}, ${whenUnsatisfiable}}`
  constraints?.forEach((one, i) => {
    const at = `${path}[${i}]`
    const { maxSkew = 0, minDomains, whenUnsatisfiable: action } = one
    if (maxSkew <= 0) out.push(invalid(`${at}.maxSkew`, maxSkew, 'must be greater than zero'))
    if (!one.topologyKey) out.push(required(`${at}.topologyKey`, 'can not be empty'))
    if (!actions.includes(action)) out.push(notSupported(`${at}.whenUnsatisfiable`, action ?? '', actions))
    // The first of two is told, as upstream does.
    if (constraints.slice(i + 1).some((other) => pairOf(other) === pairOf(one))) {
      out.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pairOf(one)))
    }
    if (minDomains !== undefined) {
      if (minDomains <= 0) out.push(invalid(`${at}.minDomains`, minDomains, 'must be greater than zero'))
      if (action !== 'DoNotSchedule') {
        const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`
        out.push(invalid(`${at}.minDomains`, minDomains, why))
      }
    }
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = one[field]
      if (policy !== undefined && !policies.includes(policy)) out.push(notSupported(`${at}.${field}`, policy, policies))
    }
    validateMatchKeys(one, `${at}.matchLabelKeys`, out)
    validateSelector(one.labelSelector, `${at}.labelSelector`, out)
  })
}

/** The keys that a selector asks for, in either way. */
export const keysOf = (selector: LabelSelector | undefined): ReadonlySet<string> =>
  new Set([...Object.keys(selector?.matchLabels ?? {}), ...(selector?.matchExpressions ?? []).map(({ key }) => key)])

/** Rule: validateMatchLabelKeysInTopologySpread. */
function validateMatchKeys(constraint: TopologySpreadConstraint, path: string, out: FieldError[]): void {
  const { matchLabelKeys: keys = [], labelSelector } = constraint
  if (!keys.length) return
  if (!labelSelector) out.push(forbidden(path, noSelector))
  const asked = keysOf(labelSelector)
  keys.forEach((key, i) => {
    validateLabelName(key, `${path}[${i}]`, out)
    if (asked.has(key)) out.push(invalid(`${path}[${i}]`, key, inBoth))
  })
}
