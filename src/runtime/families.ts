import { unknownImage, type Behaviour } from './behaviour'

const MiB = 1024 * 1024

/** A family of images that the registry knows well. */
export interface Family {
  /** Repository, for docker.io without `library/`; or with the registry for others. */
  readonly names: readonly string[]
  /** Newest version there is, as `1.29`; versions above it do not exist. Undefined: any version. */
  readonly newest?: string
  /** Tags that are words. `latest` is always one. */
  readonly words?: readonly string[]
  readonly behaviour: Behaviour
  /** Tags that behave otherwise, the first that fits. */
  readonly variants?: readonly { readonly tag: RegExp; readonly behaviour: Behaviour }[]
}

/** A server of which its file says more. */
export const server = (over: Partial<Behaviour>): Behaviour => ({ ...unknownImage, tools: [], ...over })
/** An image that brings a shell and nothing to serve. */
export const shell = (size: number): Behaviour => ({
  ...unknownImage,
  runs: 'shell',
  tools: [],
  memory: MiB / 2,
  cpu: 0,
  size,
  stop: 'ignores',
  greets: [],
})
/** An image of a language: its interpreter, and whatever was put beside it. */
export const language = (size: number): Behaviour => ({ ...unknownImage, runs: 'shell', size, memory: 20 * MiB, greets: [] })
/** The project's own, for lessons. */
export const demo = (over: Partial<Behaviour> = {}): Behaviour =>
  server({
    startMs: 2000,
    ports: 'declared',
    tools: 'any',
    memory: 16 * MiB,
    size: 24 * MiB,
    greets: ['web: listening'],
    ...over,
  })
