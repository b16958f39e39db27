import { list, objectSchema, stringMap, strings, struct } from '../../../api/schema/schema'

const term = struct('v1.TopologySelectorTerm', {
  matchLabelExpressions: list(struct('v1.TopologySelectorLabelRequirement', { key: 'string!', values: strings })),
})

export const storageClassSchema = objectSchema('StorageClass', {
  provisioner: 'string!',
  parameters: stringMap,
  reclaimPolicy: 'string*',
  mountOptions: strings,
  allowVolumeExpansion: 'bool*',
  volumeBindingMode: 'string*',
  allowedTopologies: list(term),
})
