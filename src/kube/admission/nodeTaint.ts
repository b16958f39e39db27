import type { AdmissionStep } from '../../api/admission'
import type { Draft } from '../../api/meta'
import type { Node, Taint } from '../kinds/node/api'

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

/**
 * A new node takes no pods before it was seen to be ready; upstream: the TaintNodesByCondition plugin. Machines of a cluster that was just
 * built register as Ready already (upstream's kubelets never do), so they are spared.
 */
export const nodeTaint: AdmissionStep = {
  name: 'TaintNodesByCondition',
  kinds: ['Node'],
  admit(draft) {
    const node = draft as Draft<Node>
    const taints = node.spec?.taints ?? []
    if (node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) return draft
    if (taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return draft
    return { ...node, spec: { ...node.spec, taints: [...taints, notReady] } } as Draft
  },
}
