import { selection } from 'd3-selection'

/**
 * Stands in for d3-transition, which d3-zoom brings along with the colours and interpolations of D3: a tenth of the page, and never
 * used, because the camera moves by its own frames. All that d3-zoom asks of it is to stop a transition, and there is none.
 * vite.config.ts puts this file in its place.
 */
export function interrupt(): void {}

selection.prototype.interrupt = function (): unknown {
  return this
}
