import { defineSummary } from '../../../world/view/summary'
import { whoMay } from '../../auth/whoMay'

export default defineSummary({
  kind: 'ClusterRoleBinding',
  summary: (binding) => ({ state: 'ready', text: [whoMay(binding)] }),
})
