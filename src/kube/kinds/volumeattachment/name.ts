import { fakeDigest } from '../../../runtime/digest'

/** Name of the attachment of a driver's volume to a node: `csi-` and a digest, the same whenever it is asked for. */
export const attachmentName = (handle: string, driver: string, node: string): string =>
  `csi-${fakeDigest(`${handle}${driver}${node}`).replace(/^sha256:/, '')}`

/** How a node's status names a driver's volume; upstream: GetUniqueVolumeName. */
export const uniqueVolumeName = (driver: string, handle: string): string => `kubernetes.io/csi/${driver}^${handle}`
