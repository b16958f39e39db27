import type { Language } from '../i18n/say'
import type { Theme } from '../theme'

/** Where this page is, without what it was asked and what it holds. */
export const baseOf = (href: string): string => href.split(/[?#]/, 1)[0]!

/** The address of an embed that shows a run. */
export function embedAddress(href: string, link: string, look: { readonly theme: Theme; readonly language: Language }): string {
  const address = new URL('embed.html', baseOf(href))
  address.search = String(new URLSearchParams({ theme: look.theme, lang: look.language }))
  return `${address}${link}`
}

export interface EmbedSize {
  readonly width: number
  readonly height: number
}

/** The sizes that the embed was drawn for. */
export const embedSizes: readonly EmbedSize[] = [
  { width: 720, height: 420 },
  { width: 390, height: 600 },
]

/** What a post needs to show an embed. It never grows wider than the post. */
export const embedCode = (address: string, title: string, { width, height }: EmbedSize): string =>
  `<iframe src="${escaped(address)}" title="${escaped(title)}" width="${width}" height="${height}" ` +
  'style="max-width: 100%; border: 0; border-radius: 12px" loading="lazy"></iframe>'

const escaped = (text: string): string =>
  text.replace(/[&"<>]/g, (letter) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' })[letter]!)

/** All files as one YAML text, which kubectl takes as it is. */
export const joinedYaml = (files: readonly { readonly text: string }[]): string =>
  files
    .map(({ text }) => text.trim())
    .filter(Boolean)
    .map((text) => `${text.replace(/^---\n/, '')}\n`)
    .join('---\n')
