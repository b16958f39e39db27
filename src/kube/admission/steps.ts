import type { AdmissionStep } from '../../api/admission'
import type { Addresses } from '../../net/addresses'
import { immortalNamespaces } from './immortalNamespaces'
import { nodeTaint } from './nodeTaint'
import { podDefaults } from './podDefaults'
import { podLimit } from './podLimit'
import { serviceAddresses } from './serviceAddresses'

/** Everything between "well-formed" and "stored", in order. */
export const admissionSteps = (addresses: Addresses): readonly AdmissionStep[] => [
  immortalNamespaces,
  nodeTaint,
  podLimit,
  podDefaults,
  serviceAddresses(addresses),
]
