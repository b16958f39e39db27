import { defineSummary } from '../../../world/view/summary'
import { whoMay } from '../../auth/whoMay'

export default defineSummary({
  kind: 'RoleBinding',
  summary: (binding) => ({ state: 'ready', text: [whoMay(binding)] }),
})
