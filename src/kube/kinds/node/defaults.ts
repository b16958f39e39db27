import type { Draft } from '../../../api/meta'
import { fill, replace } from '../pod/api'
import type { Node } from './types'

/** Fills a node: what it has it may give away, and both forms of its pod network agree. Rule: SetDefaults_NodeStatus. */
export function defaultNode(node: Draft<Node>): Draft<Node> {
  const spec = node.spec ?? {}
  const [podCIDR, podCIDRs] = [spec.podCIDR || spec.podCIDRs?.[0], spec.podCIDRs?.length ? spec.podCIDRs : undefined]
  const status = node.status ?? {}
  return replace(node, {
    spec: fill(spec, { podCIDR, podCIDRs: podCIDRs ?? (podCIDR ? [podCIDR] : undefined) }),
    status: fill(status, { allocatable: status.capacity }),
  })
}
