import type { Behaviour } from './behaviour'

/** What the tail of a tag of the project's own images says. */
export const demoTails: Readonly<Record<string, Partial<Behaviour>>> = {
  slow: { startMs: 8000 },
  crash: { exit: { afterMs: 1000, code: 1 }, greets: ['web: starting', 'web: fatal: cannot start'] },
  leak: { leak: 20 * 1024 * 1024 },
}
