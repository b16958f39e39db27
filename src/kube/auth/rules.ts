import type { Attributes, PolicyRule } from '../../api/authorization'

const has = (list: readonly string[] | undefined, value: string): boolean => list?.includes(value) ?? false

/** Does the rule allow the request? Rule: RuleAllows of the RBAC authorizer. */
export function ruleAllows(rule: PolicyRule, request: Attributes): boolean {
  if (!matches(rule.verbs, request.verb)) return false
  if (request.path !== undefined) return urlMatches(rule.nonResourceURLs, request.path)
  return (
    matches(rule.apiGroups, request.group) &&
    resourceMatches(rule.resources, request.resource, request.subresource) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(request.name))
  )
}

const matches = (list: readonly string[] | undefined, value: string) => has(list, '*') || has(list, value)

function resourceMatches(list: readonly string[] | undefined, resource: string, subresource: string): boolean {
  if (has(list, '*')) return true
  if (!subresource) return has(list, resource)
  return has(list, `${resource}/${subresource}`) || has(list, `*/${subresource}`)
}

const urlMatches = (list: readonly string[] | undefined, path: string): boolean =>
  list?.some((url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')))) ?? false

/** The rules that somebody would need besides `owned` to have all of `wanted`, one verb and one resource each. Rule: validation.Covers. */
export function uncovered(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(broken).filter((one) => !owned.some((rule) => covers(rule, one)))
}

/** One rule for every group, resource, verb and name. Rule: BreakdownRule. */
export function broken(rule: PolicyRule): PolicyRule[] {
  const single: PolicyRule[] = []
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs) {
        const one = { apiGroups: [group], resources: [resource], verbs: [verb] }
        if (!rule.resourceNames?.length) single.push(one)
        else for (const name of rule.resourceNames) single.push({ ...one, resourceNames: [name] })
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) {
    for (const verb of rule.verbs) single.push({ nonResourceURLs: [url], verbs: [verb] })
  }
  return single
}

function covers(owner: PolicyRule, one: PolicyRule): boolean {
  const names = owner.resourceNames ?? []
  return (
    coversAll(owner.verbs, one.verbs) &&
    coversAll(owner.apiGroups, one.apiGroups) &&
    coversResources(owner.resources, one.resources) &&
    (one.nonResourceURLs ?? []).every((url) => urlMatches(owner.nonResourceURLs, url)) &&
    (names.length === 0 || (one.resourceNames?.length ? one.resourceNames.every((name) => names.includes(name)) : false))
  )
}

const coversAll = (list: readonly string[] | undefined, wanted: readonly string[] = []) =>
  has(list, '*') || wanted.every((one) => has(list, one))

function coversResources(list: readonly string[] | undefined, wanted: readonly string[] = []): boolean {
  if (has(list, '*')) return true
  return wanted.every((path) => {
    const slash = path.indexOf('/')
    return has(list, path) || (slash >= 0 && has(list, `*/${path.slice(slash + 1)}`))
  })
}

/** Simple rules about the same resource as one with all their verbs. Rule: CompactRules. */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const compacted: PolicyRule[] = []
  const simple = new Map<string, string[]>()
  for (const rule of rules) {
    const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule
    if (apiGroups.length !== 1 || resources.length !== 1 || resourceNames.length > 1 || nonResourceURLs.length) {
      compacted.push(rule)
      continue
    }
    const key = JSON.stringify([apiGroups, resources, resourceNames])
    const known = simple.get(key)
    if (known) known.push(...verbs)
    else {
      const own = [...verbs]
      simple.set(key, own)
      compacted.push({ ...rule, verbs: own })
    }
  }
  return compacted
}

const quoted = (list: readonly string[]) => `[${list.map((one) => JSON.stringify(one)).join(' ')}]`

/** A rule in one line, as refusals print it. Rule: rbac helpers CompactString. */
export function ruleText({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const parts = {
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  }
  const told = Object.entries(parts).flatMap(([name, list]) => (list?.length ? [`${name}:${quoted(list)}`] : []))
  return `{${told.join(', ')}}`
}

/** A list of words as Go's %q prints it. */
export const quotedList = quoted
