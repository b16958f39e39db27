/** What exporting needs once somebody asks for it: a chunk of its own. */
export { default as ExportPane } from './ExportPane.svelte'
