import type { Tone } from '../scene/shape'
import type { Theme } from './tokens'

type Lab = readonly [number, number, number]

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
const encoded = (c: number): number => (c <= 0.0031308 ? c * 12.92 : 1.055 * Math.pow(c, 1 / 2.4) - 0.055)

/** #RRGGBB to oklab (the matrices of CSS Color 4). */
function toLab(hex: string): Lab {
  const [r, g, b] = [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255)) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function toHex([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return `#${rgb
    .map((c) =>
      Math.round(Math.min(1, Math.max(0, encoded(Math.max(0, c)))) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** `part` (0..1) of one colour in another, both #RRGGBB, as CSS `color-mix(in oklab, ...)` does it. */
export function mixOklab(color: string, part: number, into: string): string {
  const a = toLab(color)
  const b = toLab(into)
  const at = (i: 0 | 1 | 2) => a[i] * part + b[i] * (1 - part)
  return toHex([at(0), at(1), at(2)])
}

/** Turns tones into CSS colours of one theme; each is worked out once. */
export function toneResolver(theme: Theme): (tone: Tone) => string {
  const known = new Map<Tone, string>()
  const token = (name: string): string => {
    const color = theme.colors[name]
    if (!color) throw new Error(`unknown tone: ${name}`)
    return color
  }
  function resolve(tone: Tone): string {
    const parts = tone.split('~')
    let color = token(parts[0]!)
    for (let i = 1; i + 1 < parts.length; i += 2) {
      const part = (parts[i] === 'tint' ? theme.tint : Number(parts[i])) / 100
      const into = parts[i + 1]!
      if (into === 'transparent')
        return (
          color +
          Math.round(part * 255)
            .toString(16)
            .padStart(2, '0')
        )
      color = mixOklab(color, part, token(into))
    }
    return color
  }
  return (tone) => {
    let color = known.get(tone)
    if (color === undefined) known.set(tone, (color = resolve(tone)))
    return color
  }
}
