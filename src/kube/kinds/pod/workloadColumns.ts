import { textColumn } from '../../../api/columns'
import type { Column } from '../../../api/kind'
import { formatLabelSelector } from '../../../api/labels'
import type { KubeObject, LabelSelector } from '../../../api/meta'
import type { PodTemplateSpec } from './types'

interface Templated extends KubeObject {
  readonly spec: { readonly template?: PodTemplateSpec; readonly selector?: LabelSelector }
}

const joined = (object: Templated, field: 'name' | 'image') =>
  (object.spec.template?.spec?.containers ?? []).map((container) => container[field]).join(',')

/** CONTAINERS, IMAGES and SELECTOR: what wide tables of workload kinds end with. */
export const workloadColumns: readonly Column<Templated>[] = [
  textColumn('Containers', (object) => joined(object, 'name'), 'wide'),
  textColumn('Images', (object) => joined(object, 'image'), 'wide'),
  textColumn('Selector', (object) => formatLabelSelector(object.spec.selector), 'wide'),
]
