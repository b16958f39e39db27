/** How the pods are held: by nodes, by owners, by Services. */
export type Lens = 'where' | 'owns' | 'talks'
