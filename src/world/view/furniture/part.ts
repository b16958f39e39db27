import type { Reading } from '../summary'
import type { HueBook } from '../hues'
import type { Sources } from '../sources'

/** What a part of the furniture is built from. */
export interface PartReading extends Reading {
  readonly sources: Sources
  readonly hues: HueBook
}

/** One kind of furniture: what it follows from, and how it is built. */
export interface FurniturePart<T> {
  /** Kinds whose writes may change it. */
  readonly kinds: ReadonlySet<string>
  /** For what no write tells: differs whenever it may have changed. Cheap, it is asked for every frame. */
  readonly mark?: (reading: PartReading) => string | number
  readonly build: (reading: PartReading) => readonly T[]
}

/** Types a part. */
export const definePart = <T>(
  part: Omit<FurniturePart<T>, 'kinds'> & { readonly kinds: readonly string[] },
): FurniturePart<T> => ({
  ...part,
  kinds: new Set(part.kinds),
})
