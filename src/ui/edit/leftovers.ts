/** An object whose document left the text while the object lives on. */
export interface Leftover {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Objects without a namespace of their own are read from the text as in `default`: both sides are compared in the same way. */
const nameOf = (object: Leftover): string => `${object.kind} ${object.namespace || 'default'}/${object.name}`

/**
 * What is on offer for deletion after a file was applied: what was on offer already and is not back in the text, and what of the file's
 * objects (`before`) is in no text any more, neither this one (`after`) nor another (`elsewhere`).
 */
export function leftoversAfter(
  offered: readonly Leftover[],
  before: readonly Leftover[],
  after: readonly Leftover[],
  elsewhere: readonly Leftover[],
): readonly Leftover[] {
  const present = new Set([...after, ...elsewhere].map(nameOf))
  const offers = new Map(offered.filter((object) => !present.has(nameOf(object))).map((object) => [nameOf(object), object]))
  for (const { kind, namespace, name } of before) {
    const object = { kind, namespace, name }
    if (!present.has(nameOf(object)) && !offers.has(nameOf(object))) offers.set(nameOf(object), object)
  }
  return [...offers.values()]
}
