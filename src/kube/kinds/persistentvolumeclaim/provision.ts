import { ApiError } from '../../../api/errors'
import type { ControllerContext } from '../../../control/controller'
import { migrated, provisioners } from '../csidriver/api'
import {
  annotation,
  BETA_STORAGE_PROVISIONER,
  provisionedVolume,
  STORAGE_PROVISIONER,
  withAnnotations,
  type PersistentVolume,
} from '../persistentvolume/api'
import type { StorageClass } from '../storageclass/api'
import type { PersistentVolumeClaim } from './types'

/**
 * Has a volume made for a claim: at once when the provisioner is built in, else by telling the one outside. Rule: provisionClaim.
 */
export function provision(
  context: ControllerContext,
  claim: PersistentVolumeClaim,
  name: string,
  storageClass: StorageClass | undefined,
): void {
  const { client, record } = context
  const failed = (message: string) => record(claim, 'ProvisioningFailed', message, 'Warning')
  if (!storageClass) return failed(`storageclass.storage.k8s.io ${JSON.stringify(name)} not found`)
  const { provisioner } = storageClass
  const driver = migrated[provisioner] ?? provisioner
  const inside = provisioners.get(driver)?.inTree
  if (!inside && driver.startsWith('kubernetes.io/')) return failed(`no volume plugin matched name: ${driver}`)
  let asked = claim
  if (annotation(claim, STORAGE_PROVISIONER) !== driver) {
    asked = client.update(withAnnotations(claim, { [STORAGE_PROVISIONER]: driver, [BETA_STORAGE_PROVISIONER]: driver }))
  }
  if (!inside) {
    const waiting = `Waiting for a volume to be created either by the external provisioner '${driver}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
    return record(asked, 'ExternalProvisioning', waiting)
  }
  const draft = provisionedVolume(asked, storageClass)
  try {
    const made = client.create<PersistentVolume>(draft)
    record(asked, 'ProvisioningSucceeded', `Successfully provisioned volume ${made.metadata.name} using ${provisioner}`)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
  }
}
