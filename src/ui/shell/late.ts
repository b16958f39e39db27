/** What nobody sees before they ask for it: a chunk of its own, fetched when the page is at rest. */
export { default as ContextMenu } from '../stage/ContextMenu.svelte'
export { default as ActAsPanel } from './ActAsPanel.svelte'
export { default as ShelfPanel } from './ShelfPanel.svelte'
export { default as Projector } from '../projector/Projector.svelte'
export { Story } from '../story.svelte'
export { default as Inspector } from '../inspector/Inspector.svelte'
export { default as News } from './News.svelte'
export { default as KeyHelp } from './KeyHelp.svelte'
