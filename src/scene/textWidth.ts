const hangul = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/

/** True where mono must give way to sans: full-width gaps look broken. */
export const hasHangul = (said: string): boolean => hangul.test(said)

/** About how wide a text is, without a canvas to measure it: good to some 8%, on the wide side. */
export function textWidth(said: string, size: number, bold = false, mono = false): number {
  if (mono && !hasHangul(said)) return said.length * size * 0.6
  let units = 0
  for (const sign of said) units += signWidth(sign)
  return units * size * (bold ? 1.06 : 1)
}

function signWidth(sign: string): number {
  if (sign > '\u2e80') return 0.93
  if ("ijltf.,:;!|'`()[]".includes(sign)) return 0.32
  if (sign === ' ') return 0.25
  if ('mwMW@%→'.includes(sign)) return 0.86
  if (sign >= 'A' && sign <= 'Z') return 0.64
  return 0.555
}

/** The text cut to fit, ended with `…`; '' when not even two letters fit. */
export function clip(said: string, width: number, size: number, bold = false, mono = false): string {
  if (textWidth(said, size, bold, mono) <= width) return said
  for (let length = said.length - 1; length >= 2; length--) {
    const short = `${said.slice(0, length).trimEnd()}…`
    if (textWidth(short, size, bold, mono) <= width) return short
  }
  return ''
}
