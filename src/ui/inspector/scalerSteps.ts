import type { AutoscalerView } from '../../world/frame'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string
type Metric = AutoscalerView['metrics'][number]

/** One step of a sum: the numbers, and what they mean. */
export interface SumStep {
  readonly formula: string
  readonly why: string
}

/** How an autoscaler came to its number when it looked last: a line for each metric, then for what held the result back. */
export function sumSteps({ metrics, sum }: AutoscalerView, say: Say): readonly SumStep[] {
  if (!sum) return []
  const { raw, steady, desired, limit, window } = sum
  const steps = metrics.flatMap((metric) => metricSteps(metric, say))
  if (metrics.length > 1 && raw >= 0) steps.push({ formula: `max = ${raw}`, why: say('inspect.sumLargest') })
  if (steady !== raw) {
    const held = steady > raw ? 'inspect.sumHeld' : 'inspect.sumDelayed'
    steps.push({ formula: `${raw} → ${steady}`, why: say(held, { size: steady, seconds: window }) })
  }
  if (steady >= 0 && desired !== steady) steps.push({ formula: `${steady} → ${desired}`, why: limitText(limit, desired, say) })
  return steps
}

function metricSteps({ name, current, target, proposal, error }: Metric, say: Say): readonly SumStep[] {
  if (error !== undefined) return [{ formula: `${name}: ?`, why: error }]
  if (!proposal) return []
  const { size, pods, ratio, near, guessed } = proposal
  if (near) return [{ formula: `${name}: ${size}`, why: say('inspect.sumNear', { current, target, size }) }]
  const values = { pods, current, target, name, size, guessed }
  if (guessed > 0) {
    const why = say(ratio > 1 ? 'inspect.sumIdle' : 'inspect.sumFull', values)
    return [{ formula: `⌈${pods} × ${Math.round(ratio * 100) / 100}⌉ = ${size}`, why }]
  }
  return [{ formula: `⌈${pods} × ${bare(current)} ÷ ${bare(target)}⌉ = ${size}`, why: say('inspect.sumWhy', values) }]
}

/** Without the word that kubectl puts behind an average. */
const bare = (text: string): string => text.replace(/ \(avg\)$/, '')

const limits: Readonly<Record<string, string>> = {
  TooManyReplicas: 'inspect.sumMost',
  TooFewReplicas: 'inspect.sumLeast',
  ScaleUpLimit: 'inspect.sumFast',
  ScaleDownLimit: 'inspect.sumSlow',
}

const limitText = (limit: string, size: number, say: Say): string => {
  const key = limits[limit]
  return key ? `${limit}: ${say(key, { size })}` : limit
}
