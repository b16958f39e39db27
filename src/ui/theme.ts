import { cssVariables, themes, type ThemeName } from '../render/tokens'
import { kept } from './storage'

export type Theme = 'dark' | 'light'

export const isTheme = (value: unknown): value is Theme => value === 'dark' || value === 'light'

/** What the reader chose before, or what the system prefers. */
export const preferredTheme = (): Theme =>
  kept('theme', isTheme) ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark')

/** Makes everything of the class `scaled` so many times larger; the stage is told by itself. */
export const scalePage = (factor = 1): void => document.body.style.setProperty('--scale', String(factor))

/** Sets the tokens of a theme as variables of the page, for CSS and for everything drawn with them. */
export function dressPage(theme: ThemeName): void {
  document.documentElement.dataset.theme = theme === 'light' ? 'light' : 'dark'
  document.documentElement.setAttribute('style', cssVariables(themes[theme]))
}

/** How many times larger than usual is what lies over the stage: as the address asks, or as a room needs it. */
export const seenScale = (): number => Number(getComputedStyle(document.body).getPropertyValue('--scale')) || 1
