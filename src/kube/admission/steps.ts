import type { AdmissionStep } from '../../api/admission'
import type { Addresses } from '../../net/addresses'
import { defaultIngressClass } from './defaultIngressClass'
import { defaultStorageClass } from './defaultStorageClass'
import { escalation } from './escalation'
import { immortalNamespaces } from './immortalNamespaces'
import { limitRanger } from './limitRanger'
import { nodeTaint } from './nodeTaint'
import { persistentVolumeClaimResize } from './persistentVolumeClaimResize'
import { podDefaults } from './podDefaults'
import { podLimit } from './podLimit'
import { podSecurity } from './podSecurity'
import { priorityClasses } from './priorityClasses'
import { resourceQuota } from './resourceQuota'
import { runtimeClass } from './runtimeClass'
import { serviceAddresses } from './serviceAddresses'
import { storageObjectInUseProtection } from './storageObjectInUseProtection'
import { verticalPodAutoscalers } from './verticalPodAutoscalers'

/** Everything between "well-formed" and "stored", in order. */
export const admissionSteps = (addresses: Addresses): readonly AdmissionStep[] => [
  immortalNamespaces,
  escalation,
  limitRanger,
  nodeTaint,
  podLimit,
  verticalPodAutoscalers,
  podDefaults,
  priorityClasses,
  runtimeClass,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  defaultIngressClass,
  serviceAddresses(addresses),
  podSecurity,
  resourceQuota,
]
