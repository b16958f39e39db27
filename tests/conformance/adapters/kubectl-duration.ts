import { humanDuration, shortHumanDuration } from '../../../src/api/duration'
import { defineAdapter } from '../adapter'

export default defineAdapter<{ fn: 'HumanDuration' | 'ShortHumanDuration'; seconds: number }, { text: string }>({
  run: ({ fn, seconds }) => ({ text: (fn === 'HumanDuration' ? humanDuration : shortHumanDuration)(seconds * 1000) }),
})
