import { UNKNOWN, withCpu, withMemoryPeak, type Aggregate } from '../../../src/kube/kinds/verticalpodautoscaler/aggregate'
import { percentile } from '../../../src/kube/kinds/verticalpodautoscaler/histogram'
import { recommend, type Amounts } from '../../../src/kube/kinds/verticalpodautoscaler/recommend'
import { defineAdapter } from '../adapter'

interface CpuSamples {
  count: number
  everySeconds: number
  cores: number
  requestCores: number
  except?: { everyN: number; firstN: number; cores: number }
}
type In =
  | {
      op: 'histogramPercentile'
      bucketStarts: number[]
      bucketWeights: number[]
      percentile: number
      totalWeight: number
      epsilon: number
    }
  | {
      op: 'recommend'
      containers: number
      cpuSamples?: CpuSamples[]
      memoryPeaksMiB?: number[]
      memoryPeakEverySeconds: number
    }
type Out = { [key: string]: unknown }

const START = Date.UTC(2020, 0, 1)

export default defineAdapter<In, Out>({
  ops: ['histogramPercentile', 'recommend'],
  run(input) {
    if (input.op === 'histogramPercentile') {
      const { bucketStarts, bucketWeights, totalWeight, epsilon } = input
      const buckets = { count: bucketStarts.length, epsilon, start: (bucket: number) => bucketStarts[bucket]! }
      return { value: percentile(bucketWeights, totalWeight, input.percentile, buckets) }
    }
    const aggregate = fed(input)
    const names = Array.from({ length: input.containers }, (_, i) => String.fromCharCode(97 + i))
    const bounds = recommend(new Map(names.map((name) => [name, aggregate])))
    const recommendations = Object.fromEntries(
      [...bounds].map(([name, { target, lowerBound, upperBound }]) => [
        name,
        { target: amounts(target), lowerBound: amounts(lowerBound), upperBound: amounts(upperBound) },
      ]),
    )
    return { recommendations }
  },
})

function fed({ cpuSamples = [], memoryPeaksMiB = [], memoryPeakEverySeconds }: Extract<In, { op: 'recommend' }>): Aggregate {
  let aggregate = UNKNOWN
  let time = START
  for (const { count, everySeconds, cores, requestCores, except } of cpuSamples) {
    for (let i = 0; i < count; i++) {
      const other = except !== undefined && i % except.everyN < except.firstN
      aggregate = withCpu(aggregate, other ? except.cores : cores, requestCores, time)
      time += everySeconds * 1000
    }
  }
  memoryPeaksMiB.forEach((peak, i) => {
    aggregate = withMemoryPeak(aggregate, peak * 1024 * 1024, START + i * memoryPeakEverySeconds * 1000)
  })
  return aggregate
}

const amounts = ({ cpu, memory }: Amounts) => ({ cpuMilli: cpu, memoryBytes: memory })
