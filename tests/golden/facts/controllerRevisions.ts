import type { ControllerRevision } from '../../../src/kube/kinds/controllerrevision/api'
import { ownerOf, type FactsOfKind } from '../fact'

export default {
  name: 'controllerRevisions',
  facts({ of, names }) {
    const found: Record<string, number[]> = {}
    for (const revision of of<ControllerRevision>('ControllerRevision'))
      (found[ownerOf(revision, names) ?? 'none'] ??= []).push(revision.revision)
    for (const numbers of Object.values(found)) numbers.sort((a, b) => a - b)
    return found
  },
} satisfies FactsOfKind
