import { bytes, milli } from '../../api/quantity'
import { sizeText } from '../../scene/volumeShapes'

/** An amount of a resource to be read: bytes in their largest unit, CPU in millicores or, from ten cores on, in cores. '' for none. */
export function amountText(resource: string, amount: string): string {
  if (!amount) return ''
  if (resource === 'memory' || resource.endsWith('storage')) return sizeText(bytes(amount))
  const cpu = milli(amount)
  if (cpu >= 10_000) return `${Math.round(cpu / 1000)}`
  return cpu % 1000 === 0 ? `${cpu / 1000}` : `${Math.round(cpu)}m`
}
