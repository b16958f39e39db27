/** How the pods are held: by nodes, by owners, by Services. */
export type Lens = 'where' | 'owns' | 'talks'

/** All lenses, in the order of their switch. */
export const lenses: readonly Lens[] = ['where', 'owns', 'talks']
