import { expect, test } from 'vitest'
import { controllers, kinds } from '../../src/world/kinds'
import { summaries } from '../../src/world/view/summaries'

test('what is gathered from the kinds, so that an omission shows in the diff', () => {
  expect(kinds.map((kind) => kind.kind)).toMatchInlineSnapshot()
  expect(controllers.map((controller) => controller.name)).toMatchInlineSnapshot()
  expect([...summaries.keys()]).toMatchInlineSnapshot()
})
