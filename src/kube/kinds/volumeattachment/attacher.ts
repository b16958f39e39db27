import type { ComponentContext } from '../../../control/component'
import { attempt } from '../../workload/rounds'
import { provisioners } from '../csidriver/api'
import type { VolumeAttachment } from './types'

const TOPIC = 'csi/attach'

/** What attaches and detaches disks when VolumeAttachments say so, as external-attacher does for a driver. */
export function createAttacher(context: ComponentContext): void {
  const { kernel, client } = context
  const finalizerOf = ({ spec }: VolumeAttachment) => `external-attacher/${spec.attacher.replaceAll('.', '-')}`

  context.watch('VolumeAttachment', ({ type, object, old }) => {
    const driver = provisioners.get(object.spec.attacher)
    if (type === 'DELETED' || !driver?.attaches) return
    const { name, uid, deletionTimestamp } = object.metadata
    if (deletionTimestamp && !old?.metadata.deletionTimestamp) kernel.schedule(driver.detachMs, TOPIC, name, uid)
    else if (!deletionTimestamp && !old && !object.status?.attached) kernel.schedule(driver.attachMs, TOPIC, name, uid)
  })

  kernel.on(TOPIC, (name, uid) => {
    if (!context.up) return
    const refused = attempt(() => {
      const found = client.get('VolumeAttachment', name)
      if (!found || found.metadata.uid !== uid) return
      const finalizer = finalizerOf(found)
      const finalizers = found.metadata.finalizers?.filter((one) => one !== finalizer) ?? []
      if (found.metadata.deletionTimestamp) {
        client.updateStatus({ ...found, status: { attached: false } })
        const { finalizers: _, ...metadata } = client.get('VolumeAttachment', name)!.metadata
        client.update({ ...found, metadata: finalizers.length ? { ...metadata, finalizers } : metadata })
        return
      }
      const held = client.update({ ...found, metadata: { ...found.metadata, finalizers: [...finalizers, finalizer] } })
      client.updateStatus({ ...held, status: { attached: true } })
    })
    if (refused) kernel.schedule(1000, TOPIC, name, uid)
  })
}
