import { labelsText, nameColumn, textColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { always, objectSchema } from '../../../api/schema/schema'
import { defaultTemplate, podTemplateSchema, replace, validatePodTemplate, type PodTemplateSpec } from '../pod/api'

/** A pod template that is kept for itself, for whoever wants to make pods of it. */
export interface PodTemplate extends KubeObject {
  readonly apiVersion: 'v1'
  readonly kind: 'PodTemplate'
  readonly template: PodTemplateSpec
}

declare module '../../../api/meta' {
  interface KindMap {
    PodTemplate: PodTemplate
  }
}

const joined = ({ template }: PodTemplate, field: 'name' | 'image') =>
  (template?.spec?.containers ?? []).map((container) => container[field]).join(',')

export default defineKind<PodTemplate>({
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  singular: 'podtemplate',
  namespaced: true,
  generation: true,
  schema: objectSchema('PodTemplate', { template: always(podTemplateSchema) }),
  defaults: (object) => replace(object, { template: defaultTemplate(object.template) }),
  // Rule: ValidatePodTemplate.
  validate: ({ template }) => validatePodTemplate(template ?? { spec: { containers: [] } }, 'template'),
  columns: [
    nameColumn,
    textColumn('Containers', (object) => joined(object, 'name')),
    textColumn('Images', (object) => joined(object, 'image')),
    textColumn('Pod Labels', ({ template }) => labelsText(template?.metadata?.labels)),
  ],
})
