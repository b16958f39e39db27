import {
  compareQuantity,
  exactDecimal,
  formatQuantity,
  parseQuantity,
  QuantityError,
  roundUpQuantity,
  scaledValue,
} from '../../../src/api/quantity'
import { defineAdapter, sameWhereGiven } from '../adapter'

type In =
  { op: 'parse'; string: string } | { op: 'compare'; a: string; b: string } | { op: 'roundUp'; string: string; scale: number }

export default defineAdapter<In, object>({
  ops: ['parse', 'compare', 'roundUp'],
  run(input) {
    switch (input.op) {
      case 'compare':
        return { cmp: compareQuantity(parseQuantity(input.a), parseQuantity(input.b)) }
      case 'roundUp': {
        const { quantity, exact } = roundUpQuantity(parseQuantity(input.string), input.scale)
        return { canonical: formatQuantity(quantity), exact }
      }
      case 'parse':
        return parsed(input.string)
    }
  },
  // value and milliValue are left out of the vectors where the recorder's 64 bits were too few.
  equal: sameWhereGiven,
})

function parsed(text: string) {
  try {
    const quantity = parseQuantity(text)
    const [value, milliValue] = [scaledValue(quantity, 0), scaledValue(quantity, -3)]
    return {
      valid: true,
      canonical: formatQuantity(quantity),
      format: quantity.format,
      exact: exactDecimal(quantity),
      value: String(value),
      milliValue: String(milliValue),
    }
  } catch (error) {
    if (error instanceof QuantityError) return { valid: false }
    throw error
  }
}
