import { defineComponent } from '../../../control/component'
import { attempt } from '../../workload/rounds'
import { provisioners } from '../csidriver/api'
import type { CSINode } from './api'

/** The drivers that come with every node here. */
const drivers = [...provisioners.values()].filter(({ source }) => source === 'csi')

/** Says of each node which storage drivers run on it, as its kubelet does when they register. */
export default defineComponent({
  name: 'node-driver-registrar',
  title: 'Drivers',
  rank: 97,
  run({ client, watch }) {
    watch('Node', ({ type, object: { apiVersion, kind, metadata } }) => {
      const { name, uid } = metadata
      if (type !== 'ADDED' || client.get('CSINode', name)) return
      const spec: CSINode['spec'] = {
        drivers: drivers.map(({ name: driver, limit }) => ({
          name: driver,
          nodeID: name,
          ...(limit !== undefined && { allocatable: { count: limit } }),
        })),
      }
      const ownerReferences = [{ apiVersion, kind, name, uid }]
      attempt(() =>
        client.create<CSINode>({ apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: { name, ownerReferences }, spec }),
      )
    })
  },
})
