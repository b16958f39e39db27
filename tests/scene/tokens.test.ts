import { describe, expect, test } from 'vitest'
import { mixOklab, toneResolver } from '../../src/render/oklab'
import { cssVariables, themes } from '../../src/render/tokens'

describe('tokens', () => {
  test('mixes as color-mix(in oklab) does', () => {
    // Values as Chromium computes them for the same expressions.
    expect(mixOklab('#62BDF2', 1, '#17202A').toUpperCase()).toBe('#62BDF2')
    expect(mixOklab('#62BDF2', 0, '#17202A').toUpperCase()).toBe('#17202A')
    expect(mixOklab('#ffffff', 0.5, '#000000')).toBe('#636363')
  })

  test('resolves chains, tint and transparency', () => {
    const dark = toneResolver(themes.dark)
    expect(dark('sky')).toBe('#62BDF2')
    expect(dark('sky~tint~card')).toBe(mixOklab('#62BDF2', 0.19, '#17202A'))
    expect(dark('sky~52~mute~tint~card')).toBe(mixOklab(mixOklab('#62BDF2', 0.52, '#6A7C8C'), 0.19, '#17202A'))
    expect(dark('sky~20~transparent')).toBe('#62BDF233')
    expect(() => dark('nosuch')).toThrow('unknown tone: nosuch')
  })

  test('themes have the same tokens', () => {
    const names = Object.keys(themes.dark.colors)
    for (const theme of Object.values(themes)) expect(Object.keys(theme.colors)).toEqual(names)
    expect(cssVariables(themes.light)).toContain('--sky:#086CAA;')
  })
})
