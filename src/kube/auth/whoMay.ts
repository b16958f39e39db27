import type { Binding } from './policy'

/** Who may do what a role allows, as the words of a binding's line of status. */
export function whoMay({ roleRef, subjects = [] }: Binding): { key: string; values: { who: string; role: string } } {
  const who = subjects.map(({ name }) => name).join(', ')
  return { key: 'summary.binds', values: { who: who || '–', role: `${roleRef.kind} ${roleRef.name}` } }
}
