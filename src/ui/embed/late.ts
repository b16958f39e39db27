/** What the stage of an embed does without for a moment: a chunk of its own, asked for once the stage stands. */
export { default as Caption } from './Caption.svelte'
export { default as News } from '../shell/News.svelte'
export { default as Outline } from '../outline/Outline.svelte'
export { Story } from '../story.svelte'
