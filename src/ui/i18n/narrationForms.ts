import { doings, type Doing } from '../../scene/narrate/busy'

/** A text for each thing that pods can be busy with, and for each two of them, in the order in which they are said. */
export function clausesIn<C>(
  clauses: Readonly<Record<Doing, C>>,
  alone: (clause: C) => string,
  both: (first: C, second: C) => string,
): Record<string, string> {
  const texts: Record<string, string> = {}
  doings.forEach((doing, i) => {
    texts[`narrate.busy.${doing}`] = alone(clauses[doing])
    for (const other of doings.slice(i + 1)) texts[`narrate.busy.${doing}.${other}`] = both(clauses[doing], clauses[other])
  })
  return texts
}

/** The same texts for a pod that belongs to no workload. */
export const nameless = (texts: Readonly<Record<string, string>>, without: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${key}.alone`, without(text)]))
