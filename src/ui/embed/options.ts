/** What an embed leaves out when its address says so: `?hide=caption,steps`. */
export const hidable = ['field', 'caption', 'steps', 'share', 'open'] as const

export type Hidable = (typeof hidable)[number]

/** How an embed wants to be, besides what every page understands (see `address.ts`). */
export interface EmbedOptions {
  /** Nothing runs until the reader asks for it. */
  readonly waits: boolean
  /** The reader may look and turn back time, but not change anything. */
  readonly readonly: boolean
  readonly hidden: ReadonlySet<Hidable>
  /** The only origin that may send messages, or '' for whoever embeds the page. */
  readonly origin: string
  /** The theme is the browser's, and follows it, because the address names none. */
  readonly followsTheme: boolean
}

/** `?ctl` (click to run), `?readonly`, `?hide=a,b`, `?origin=https://blog.example`. Unknown names are passed over. */
export function readEmbed(search: string): EmbedOptions {
  const asked = new URLSearchParams(search)
  const flag = (name: string): boolean => asked.has(name) && !['0', 'false'].includes(asked.get(name)!)
  const hidden = (asked.get('hide') ?? '').split(',')
  return {
    waits: flag('ctl'),
    readonly: flag('readonly'),
    hidden: new Set(hidable.filter((name) => hidden.includes(name))),
    origin: asked.get('origin') ?? '',
    followsTheme: !['dark', 'light'].includes(asked.get('theme') ?? ''),
  }
}
