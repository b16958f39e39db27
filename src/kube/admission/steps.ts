import type { AdmissionStep } from '../../api/admission'
import type { Addresses } from '../../net/addresses'
import { defaultIngressClass } from './defaultIngressClass'
import { defaultStorageClass } from './defaultStorageClass'
import { immortalNamespaces } from './immortalNamespaces'
import { nodeTaint } from './nodeTaint'
import { persistentVolumeClaimResize } from './persistentVolumeClaimResize'
import { podDefaults } from './podDefaults'
import { podLimit } from './podLimit'
import { priorityClasses } from './priorityClasses'
import { runtimeClass } from './runtimeClass'
import { serviceAddresses } from './serviceAddresses'
import { storageObjectInUseProtection } from './storageObjectInUseProtection'

/** Everything between "well-formed" and "stored", in order. */
export const admissionSteps = (addresses: Addresses): readonly AdmissionStep[] => [
  immortalNamespaces,
  nodeTaint,
  podLimit,
  podDefaults,
  priorityClasses,
  runtimeClass,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  defaultIngressClass,
  serviceAddresses(addresses),
]
