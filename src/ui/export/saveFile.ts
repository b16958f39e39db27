import type { Session } from '../session.svelte'

/** A name that tells of which run it is and of which moments (virtual ms): `kubarium-opening-60s.png`. */
export function nameFor({ scenario }: Session, moments: readonly number[], ending: string): string {
  const of = scenario.isReplay ? (scenario.origin ?? 'run') : scenario.id
  return ['kubarium', of.replace(/[^\w-]+/g, '-'), ...moments.map(seconds)].join('-') + `.${ending}`
}

/** Down to a tenth, for two pictures of one second are two pictures. */
const seconds = (ms: number): string => `${Math.floor(ms / 100) / 10}s`

/** Gives the reader a file to keep. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
