import type { FlowSetView } from '../../frame'
import { definePart } from './part'

/** The traffic that was asked for, in the order in which it was. */
export const flows = definePart<FlowSetView>({
  kinds: [],
  mark: ({ sources }) =>
    sources
      .flows()
      .map(({ spec, rate }) => `${JSON.stringify(spec)} ${rate}`)
      .join(),
  build: ({ sources }) => sources.flows().map(({ spec, rate }) => ({ ...spec, rate })),
})
