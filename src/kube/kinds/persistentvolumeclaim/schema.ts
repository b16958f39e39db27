import { always, condition, list, objectSchema, resourceList, stringMap, strings, struct } from '../../../api/schema/schema'
import { claimSpec } from '../pod/api'

export const claimSchema = objectSchema('PersistentVolumeClaim', {
  spec: always(claimSpec),
  status: struct('v1.PersistentVolumeClaimStatus', {
    phase: 'string',
    accessModes: strings,
    capacity: resourceList,
    conditions: list(condition('v1.PersistentVolumeClaimCondition')),
    allocatedResources: resourceList,
    allocatedResourceStatuses: stringMap,
    currentVolumeAttributesClassName: 'string*',
    modifyVolumeStatus: struct('v1.ModifyVolumeStatus', { targetVolumeAttributesClassName: 'string', status: 'string!' }),
  }),
})
