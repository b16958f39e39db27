/** The colours of the app by theme, as data: the page's CSS variables and the canvas both come from here. */
export type ThemeName = 'dark' | 'light' | 'projector'

export interface Theme {
  readonly name: ThemeName
  readonly dark: boolean
  /** Percent of a hue in `card` for a ready pod. */
  readonly tint: number
  readonly colors: Readonly<Record<string, string>>
}

const dark = {
  bg: '#10161C',
  stage: '#0B1015',
  panel: '#121920',
  card: '#17202A',
  raise: '#22303C',
  line: '#263440',
  line2: '#566C7F',
  mute: '#6A7C8C',
  ink: '#EEF3F7',
  ink2: '#B7C4CF',
  ink3: '#8FA0AF',
  on: '#0B1015',
  sky: '#62BDF2',
  rose: '#F0A4CC',
  green: '#27B48E',
  yellow: '#E8D55B',
  indigo: '#94A4FF',
  sand: '#D3B18A',
  trouble: '#FF8352',
  dot: '#1A242D',
  'y-key': '#8CC8F5',
  'y-str': '#E3B98F',
  'y-num': '#C7B8FF',
  'y-com': '#8397A8',
}

const light = {
  bg: '#F1F2F0',
  stage: '#F7F8F6',
  panel: '#FFFFFF',
  card: '#FFFFFF',
  raise: '#E9ECEA',
  line: '#DBE0E0',
  line2: '#87949C',
  mute: '#717F88',
  ink: '#15202A',
  ink2: '#44535F',
  ink3: '#5C6B76',
  on: '#FFFFFF',
  sky: '#086CAA',
  rose: '#B03E7C',
  green: '#007A5B',
  yellow: '#7B6200',
  indigo: '#4657CC',
  sand: '#855C30',
  trouble: '#B83E00',
  dot: '#E4E8E6',
  'y-key': '#0A5E93',
  'y-str': '#8A4A12',
  'y-num': '#5A3FB0',
  'y-com': '#5F6E79',
}

const projector = {
  ...dark,
  stage: '#000000',
  panel: '#0B1116',
  card: '#10181F',
  raise: '#24323E',
  line2: '#708496',
  mute: '#8C9EAE',
  ink2: '#D5DEE6',
  ink3: '#B2C0CC',
  sky: '#73C8F7',
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: { name: 'dark', dark: true, tint: 19, colors: dark },
  light: { name: 'light', dark: false, tint: 13, colors: light },
  projector: { name: 'projector', dark: true, tint: 26, colors: projector },
}

/** No bare `system-ui` first: on many Linux machines it is DejaVu Sans. */
export const sans =
  '-apple-system,BlinkMacSystemFont,"Segoe UI Variable Text","Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR","Noto Sans CJK KR",Roboto,sans-serif'
export const mono = '"SF Mono","Cascadia Code","JetBrains Mono",D2Coding,"Noto Sans Mono CJK KR",Consolas,monospace'

/** Body of a CSS rule that sets every token as a variable: `--sky:#62BDF2;...;--tint:19%;--sans:...`. */
export function cssVariables(theme: Theme): string {
  const colors = Object.entries(theme.colors).map(([name, value]) => `--${name}:${value}`)
  return [
    ...colors,
    `--tint:${theme.tint}%`,
    `--sans:${sans}`,
    `--mono:${mono}`,
    `color-scheme:${theme.dark ? 'dark' : 'light'}`,
  ].join(';')
}
