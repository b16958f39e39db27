import type { PolicyRule } from '../../../api/authorization'

/**
 * Rules in one line each: `group,group: resource resource[name,name] = verb verb`, `core` being the group without a name;
 * what is no resource as `/path /path = verb`, `*` for all of them.
 */
export const rulesFrom = (lines: readonly string[]): PolicyRule[] => lines.map(ruleFrom)

function ruleFrom(line: string): PolicyRule {
  const [left = '', right = ''] = line.split(' = ')
  const verbs = right.split(' ')
  if (!left.includes(': ')) return { verbs, nonResourceURLs: left.split(' ') }
  const [groups = '', rest = ''] = left.split(': ')
  const names = /\[(.*)\]/.exec(rest)?.[1]
  return {
    verbs,
    apiGroups: groups.split(',').map((group) => (group === 'core' ? '' : group)),
    resources: rest.replace(/\[.*\]/, '').split(' '),
    ...(names && { resourceNames: names.split(',') }),
  }
}
