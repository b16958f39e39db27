import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { invalid, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { Draft } from '../../../api/meta'
import { dns1123Label } from '../../../api/names'
import { always, condition, list, objectSchema, strings, struct } from '../../../api/schema/schema'
import { validateFinalizer } from '../../../api/validateMeta'
import type { Namespace } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    Namespace: Namespace
  }
}

const nameLabel = 'kubernetes.io/metadata.name'
const contents = 'kubernetes'

export default defineKind<Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  namespaced: false,
  selectableFields: ['status.phase'],
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  statusSubresource: true,
  subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'], validate: validateFinalize }],
  schema: objectSchema('Namespace', {
    spec: always(struct('v1.NamespaceSpec', { finalizers: strings })),
    status: struct('v1.NamespaceStatus', { phase: 'string', conditions: list(condition('v1.NamespaceCondition')) }),
  }),
  defaults,
  prepareForCreate(namespace) {
    const finalizers = namespace.spec?.finalizers ?? []
    return {
      ...namespace,
      spec: { ...namespace.spec, finalizers: finalizers.includes(contents) ? finalizers : [...finalizers, contents] },
      status: { phase: 'Active' },
    }
  },
  // Only the finalize subresource takes finalizers away.
  prepareForUpdate: (namespace, old) => ({ ...namespace, spec: { ...namespace.spec, finalizers: old.spec.finalizers } }),
  validateName: dns1123Label,
  validate: validateFinalizers,
  // What stands in the spec is looked at when it is made and when it is finalized.
  validateUpdate: () => [],
  validateStatusUpdate: validateStatus,
  markDeleted: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
  holdsOn: (namespace) => (namespace.spec.finalizers?.length ?? 0) > 0,
  columns: [nameColumn, textColumn('Status', ({ status }) => status?.phase ?? ''), ageColumn],
})

/** Rule: SetDefaults_Namespace; every namespace can be selected by its name. */
function defaults(namespace: Draft<Namespace>): Draft<Namespace> {
  const { name, labels } = namespace.metadata
  const labelled = !name || labels?.[nameLabel] === name
  return {
    ...namespace,
    metadata: labelled ? namespace.metadata : { ...namespace.metadata, labels: { ...labels, [nameLabel]: name } },
    spec: namespace.spec ?? {},
    status: namespace.status?.phase ? namespace.status : { ...namespace.status, phase: 'Active' },
  }
}

/** Rule: ValidateNamespace. */
function validateFinalizers(namespace: Namespace): FieldError[] {
  return (namespace.spec?.finalizers ?? []).flatMap((name) => validateFinalizer(name, 'spec.finalizers'))
}

/** Rule: ValidateNamespaceFinalizeUpdate. */
function validateFinalize(namespace: Namespace): FieldError[] {
  return (namespace.spec?.finalizers ?? []).flatMap((name, i) => validateFinalizer(name, `spec.finalizers[${i}]`))
}

/** Rule: ValidateNamespaceStatusUpdate; the field is written as upstream writes it. */
function validateStatus({ metadata, status }: Namespace): FieldError[] {
  const phase = status?.phase ?? ''
  const wanted = metadata.deletionTimestamp === undefined ? 'Active' : 'Terminating'
  if (phase === wanted) return []
  const when = wanted === 'Active' ? 'is empty' : 'is not empty'
  return [invalid('status.Phase', phase, `may only be '${wanted}' if \`deletionTimestamp\` ${when}`)]
}
