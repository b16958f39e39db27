import { defineComponent } from '../../../control/component'
import { createJobController } from './jobController'
import { createTtlController } from './ttl'

export default [
  defineComponent({ name: 'job-controller', title: 'Job', rank: 12, run: createJobController }),
  defineComponent({ name: 'ttl-after-finished-controller', title: 'TTL', rank: 84, run: createTtlController }),
]
