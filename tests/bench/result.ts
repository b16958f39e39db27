/** One line of `npm run bench`. */
export interface Result {
  name: string
  value: number
  unit: string
  baseline: number
  ratio: number
  detail: Record<string, unknown>
}

/** Takes what a bench has measured. */
export type Report = (result: Result) => void
