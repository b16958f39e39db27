import { expect, test } from 'vitest'
import { shapeSvg } from '../../src/scene/svg'

test('a text of any content stays a text', () => {
  const text = '<script>"a" & \u0001\u001bb\uffff 원하는 것 😀'
  const markup = shapeSvg({ t: 'text', x: 0, y: 0, text, size: 12, fill: 'ink' })
  expect(markup).toContain('>&lt;script&gt;&quot;a&quot; &amp; b 원하는 것 😀</text>')
})
