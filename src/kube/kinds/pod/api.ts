import { defineKind } from '../../../api/kind'
import { preparePod } from './admission'
import { podColumns, podRowConditions } from './columns'
import { defaultPod } from './defaults'
import { podGracePeriod } from './gracePeriod'
import { podSchema } from './schema'
import { podSubresources } from './subresources'
import type { Pod } from './types'
import { validatePod, validatePodStatusUpdate, validatePodUpdate } from './validatePod'

export type * from './containerTypes'
export type * from './types'
export type * from './volumeTypes'
export { preparePod, withDefaultTolerations, withPriority, withServiceAccount, type PriorityValues } from './admission'
export { defaultPodSpec, defaultTemplate } from './defaults'
export { podGracePeriod } from './gracePeriod'
export { defaultVolumeSource } from './defaultVolume'
export { claimSpec, volumeSources } from './volumeSchema'
export { nodeSelector, podSpecSchema, podTemplateSchema } from './schema'
export { qosClass } from './qosClass'
export { podStatusWord, podSummary, type PodSummary } from './statusWord'
export { validateNodeSelector } from './validateAffinity'
export { validateEphemeralUpdate } from './validateEphemeral'
export { addedTolerations } from './validatePod'
export { validatePodSpec, validateTolerations } from './validatePodSpec'
export { isExtendedResource, validateAmount } from './validateResources'
export {
  accessModes,
  validateAccessModes,
  validateBasicAmount,
  validateClaimSpec,
  validateStorageAmount,
  volumeModes,
} from './validateClaim'
export { csiDriver, driveChecks, toldAt } from './validateDrives'
export { noBacksteps } from './validatePaths'
export { validateCounts } from './validateCounts'
export { validateLabelName, validateSelector } from './validateSelector'
export { endlessPods, nonNegative, validatePodTemplate, validateWorkload, type Workload } from './validateTemplate'
export { workloadColumns } from './workloadColumns'
export { fill, mapSame, memo, replace } from './memo'

declare module '../../../api/meta' {
  interface KindMap {
    Pod: Pod
  }
}

export default defineKind<Pod>({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  statusSubresource: true,
  subresources: podSubresources,
  returnDeleted: true,
  generation: true,
  schema: podSchema,
  defaults: defaultPod,
  prepareForCreate: preparePod,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  gracePeriod: podGracePeriod,
  columns: podColumns,
  rowConditions: podRowConditions,
})
