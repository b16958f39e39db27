/** What sharing needs once somebody asks for it: a chunk of its own. */
export { bringFiles } from './bringing'
export { default as DropHint } from './DropHint.svelte'
export { default as ShareDialog } from './ShareDialog.svelte'
