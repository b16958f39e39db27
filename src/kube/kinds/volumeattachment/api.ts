import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { defineKind } from '../../../api/kind'
import { dns1123Subdomain } from '../../../api/names'
import { always, objectSchema, stringMap, struct } from '../../../api/schema/schema'
import { csiDriver } from '../pod/api'
import { volumeSpec } from '../persistentvolume/api'
import type { VolumeAttachment } from './types'

export type * from './types'
export { attachmentName, uniqueVolumeName } from './name'

declare module '../../../api/meta' {
  interface KindMap {
    VolumeAttachment: VolumeAttachment
  }
}

const volumeError = struct('v1.VolumeError', { time: 'time', message: 'string', errorCode: 'int32*' })

export default defineKind<VolumeAttachment>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  singular: 'volumeattachment',
  namespaced: false,
  statusSubresource: true,
  schema: objectSchema('VolumeAttachment', {
    spec: always(
      struct('v1.VolumeAttachmentSpec', {
        attacher: 'string!',
        source: always(struct('v1.VolumeAttachmentSource', { persistentVolumeName: 'string*', inlineVolumeSpec: volumeSpec })),
        nodeName: 'string!',
      }),
    ),
    status: struct('v1.VolumeAttachmentStatus', {
      attached: 'bool!',
      attachmentMetadata: stringMap,
      attachError: volumeError,
      detachError: volumeError,
    }),
  }),
  defaults: (attachment) => attachment,
  prepareForCreate: (attachment) => ({ ...attachment, status: { attached: false } }),
  validate,
  validateUpdate: (attachment, old) => [
    ...validate(attachment),
    ...(same(attachment.spec, old.spec) ? [] : [invalid('spec', attachment.spec, 'field is immutable')]),
  ],
  columns: [
    nameColumn,
    { name: 'Attacher', type: 'string', format: 'name', cell: ({ spec }) => spec.attacher },
    textColumn('PV', ({ spec }) => spec.source.persistentVolumeName ?? ''),
    textColumn('Node', ({ spec }) => spec.nodeName),
    { name: 'Attached', type: 'boolean', cell: ({ status }) => status?.attached ?? false },
    ageColumn,
  ],
})

/** Rule: ValidateVolumeAttachment. */
function validate({ spec }: VolumeAttachment): FieldError[] {
  const out: FieldError[] = []
  csiDriver(spec.attacher ?? '', 'spec.attacher', out)
  const { persistentVolumeName: name, inlineVolumeSpec: inline } = spec.source ?? {}
  if (inline && name !== undefined) {
    out.push(forbidden('spec.source', 'inlineVolumeSpec and persistentVolumeName must not be both set'))
  } else if (!inline && name === undefined) {
    out.push(required('spec.source', 'must specify either inlineVolumeSpec or persistentVolumeName'))
  } else if (name === '') out.push(required('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName'))
  for (const message of dns1123Subdomain(spec.nodeName ?? '')) out.push(invalid('spec.nodeName', spec.nodeName ?? '', message))
  return out
}
