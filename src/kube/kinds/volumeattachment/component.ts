import { defineComponent } from '../../../control/component'
import { createAttachDetach } from './attachDetach'
import { createAttacher } from './attacher'

export default [
  defineComponent({ name: 'persistentvolume-attach-detach-controller', title: 'Attach', rank: 33, run: createAttachDetach }),
  defineComponent({ name: 'csi-attacher', title: 'Attacher', rank: 85, run: createAttacher }),
]
