import { defineComponent } from '../../../control/component'
import { createProvisioners } from './driver'
import { createResizer } from './resizer'

export default [
  defineComponent({ name: 'csi-provisioner', title: 'Provisioner', rank: 32, run: createProvisioners }),
  defineComponent({ name: 'csi-resizer', title: 'Resizer', rank: 84, run: createResizer }),
]
