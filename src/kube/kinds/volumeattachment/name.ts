import { fakeDigest } from '../../../runtime/digest'

/** Name of the attachment of a driver's volume to a node: `csi-` and a digest, the same whenever it is asked for. */
export const attachmentName = (handle: string, driver: string, node: string): string =>
  `csi-${fakeDigest(`${handle}${driver}${node}`).replace(/^sha256:/, '')}`
