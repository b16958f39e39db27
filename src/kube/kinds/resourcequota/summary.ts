import { compareQuantity, parseQuantity } from '../../../api/quantity'
import { defineSummary } from '../../../world/view/summary'

/** `pods 2/2`: the fullest of what is limited; grave when nothing more of it may be had. */
export default defineSummary({
  kind: 'ResourceQuota',
  summary({ spec, status }) {
    const hard = status?.hard ?? {}
    if (!status?.hard) return { state: Object.keys(spec.hard ?? {}).length ? 'creating' : 'ready', text: [] }
    const shares = Object.keys(hard).map((name) => {
      const [used, limit] = [status.used?.[name] ?? '0', hard[name]!]
      const isFull = compareQuantity(parseQuantity(used), parseQuantity(limit)) >= 0
      const share = Number(parseQuantity(limit).digits) === 0 ? 1 : ratio(used, limit)
      return { name, used, limit, isFull, share }
    })
    const fullest = shares.sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))[0]
    if (!fullest) return { state: 'ready', text: [] }
    const word = `${fullest.name} ${fullest.used}/${fullest.limit}`
    return { state: fullest.isFull ? 'notready' : 'ready', text: [{ key: 'summary.word', values: { word } }] }
  },
})

const plain = (text: string) => {
  const { digits, exponent } = parseQuantity(text)
  return Number(digits) * 10 ** exponent
}
const ratio = (used: string, limit: string) => plain(used) / plain(limit)
