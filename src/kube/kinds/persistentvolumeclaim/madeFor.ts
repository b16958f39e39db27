import { controllerOf } from '../../../api/meta'
import type { PersistentVolumeClaim } from './types'

/** Is this claim the one that was made for the pod's own volume? */
export const isMadeFor = (claim: PersistentVolumeClaim, podUid: string): boolean => controllerOf(claim)?.uid === podUid
