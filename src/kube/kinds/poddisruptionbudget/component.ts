import type { KindDefinition } from '../../../api/kind'
import { defineComponent } from '../../../control/component'
import { createDisruption } from './disruption'
import { createStalePods } from './stalePods'

const files = import.meta.glob<{ default: KindDefinition }>('../*/api.ts', { eager: true })
const kinds = new Map(Object.values(files).map(({ default: kind }) => [kind.kind, kind]))

export default defineComponent({
  name: 'disruption-controller',
  title: 'PDB',
  rank: 70,
  run(context) {
    createDisruption(context, (kind) => kinds.get(kind))
    createStalePods(context)
  },
})
