import { textWidth } from '../../scene/textWidth'

/** Size of a sentence that would not fit its room: smaller by its length, never less than the least; all in px of the picture. */
export const sized = (said: string, usual: number, least: number, room: number, bold = false): number =>
  Math.max(least, Math.min(usual, (usual * room) / Math.max(1, textWidth(said, usual, bold))))
