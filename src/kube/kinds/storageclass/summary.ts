import { defineSummary } from '../../../world/view/summary'
import { provisioners } from '../csidriver/api'

/** Who makes its volumes; a class without a living provisioner waits for ever, or for volumes made by hand. */
export default defineSummary({
  kind: 'StorageClass',
  summary({ provisioner }) {
    const lives = provisioners.has(provisioner) || provisioner === 'kubernetes.io/no-provisioner'
    return { state: lives ? 'ready' : 'notready', text: [{ key: 'summary.word', values: { word: provisioner } }] }
  },
})
