/** Two decimals are enough for any screen, and keep path texts short and equal. */
export const n2 = (value: number): number => Math.round(value * 100) / 100

/** Rounded rectangle, begun at the middle of its top edge so that a dash of it reads as a clock. */
export function roundRect(x: number, y: number, w: number, h: number, r: number): string {
  const arc = (dx: number, dy: number) => `a${n2(r)} ${n2(r)} 0 0 1 ${n2(dx)} ${n2(dy)}`
  const right = `H${n2(x + w - r)}${arc(r, r)}V${n2(y + h - r)}${arc(-r, r)}`
  const left = `H${n2(x + r)}${arc(-r, -r)}V${n2(y + r)}${arc(r, -r)}Z`
  return `M${n2(x + w / 2)} ${n2(y)}${right}${left}`
}

/** Length of that outline. */
export const roundRectLength = (w: number, h: number, r: number): number => 2 * (w + h - 4 * r) + 2 * Math.PI * r

/** Rectangle with its corners cut by `cut`: the outline of trouble. */
export function octagon(x: number, y: number, w: number, h: number, cut: number): string {
  const points = [
    [x + cut, y],
    [x + w - cut, y],
    [x + w, y + cut],
    [x + w, y + h - cut],
    [x + w - cut, y + h],
    [x + cut, y + h],
    [x, y + h - cut],
    [x, y + cut],
  ]
  return `M${points.map(([px, py]) => `${n2(px!)} ${n2(py!)}`).join('L')}Z`
}

/** Arc from 12 o'clock, clockwise, over `part` (0..1) of the circle. */
export function clockArc(cx: number, cy: number, r: number, part: number): string {
  const angle = 2 * Math.PI * Math.min(Math.max(part, 0), 0.9999)
  const end = `${n2(cx + r * Math.sin(angle))} ${n2(cy - r * Math.cos(angle))}`
  return `M${n2(cx)} ${n2(cy - r)}A${n2(r)} ${n2(r)} 0 ${part > 0.5 ? 1 : 0} 1 ${end}`
}
