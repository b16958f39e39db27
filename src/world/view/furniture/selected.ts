import { compileSelector } from '../../../api/labels'
import type { LabelSelector } from '../../../api/meta'
import type { Store } from '../../../api/store'
import type { Pod } from '../../../kube/kinds/pod/api'

/** Uids of the pods of a namespace that a selector selects and that have not ended; by the label index where it names a label. */
export function selectedPods(store: Store, namespace: string, selector: LabelSelector | undefined): string[] {
  const [first] = Object.entries(selector?.matchLabels ?? {})
  const candidates = first ? store.labelled('Pod', namespace, first[0], first[1]) : store.inNamespace('Pod', namespace)
  const matches = compileSelector(selector ?? {})
  return (candidates as readonly Pod[])
    .filter(({ metadata, status }) => matches(metadata.labels) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    .map(({ metadata }) => metadata.uid)
}

/** By namespace and name, so that nothing moves when something else appears. */
export const byName = (a: { namespace: string; name: string }, b: { namespace: string; name: string }): number =>
  a.namespace === b.namespace ? (a.name < b.name ? -1 : 1) : a.namespace < b.namespace ? -1 : 1
