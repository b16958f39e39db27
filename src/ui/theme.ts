import { cssVariables, themes, type ThemeName } from '../render/tokens'
import { kept } from './storage'

export type Theme = 'dark' | 'light'

export const isTheme = (value: unknown): value is Theme => value === 'dark' || value === 'light'

/** What the reader chose before, or what the system prefers. */
export const preferredTheme = (): Theme =>
  kept('theme', isTheme) ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark')

/** Sets the tokens of a theme as variables of the page, for CSS and for everything drawn with them. */
export function dressPage(theme: ThemeName): void {
  document.documentElement.dataset.theme = theme === 'light' ? 'light' : 'dark'
  document.documentElement.setAttribute('style', cssVariables(themes[theme]))
}
