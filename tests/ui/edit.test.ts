import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedLines } from '../../src/ui/edit/gutter'
import { highlightLine } from '../../src/ui/edit/highlightYaml'

describe('highlighting', () => {
  test('the pieces of a line are the line', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (line) =>
          highlightLine(line)
            .map(([, text]) => text)
            .join('') === line,
      ),
    )
  })

  test('keys, numbers, strings and comments', () => {
    expect(highlightLine('  replicas: 6 # was 3')).toEqual([
      ['', '  '],
      ['yk', 'replicas'],
      ['', ':'],
      ['', ' '],
      ['yn', '6'],
      ['yc', ' # was 3'],
    ])
    expect(highlightLine('- image: nginx:1.27').at(-1)).toEqual(['ys', 'nginx:1.27'])
    expect(highlightLine('a: { app: web, n: 250m }').filter(([kind]) => kind)).toEqual([
      ['yk', 'a'],
      ['yk', 'app'],
      ['ys', 'web'],
      ['yk', 'n'],
      ['yn', '250m'],
    ])
  })
})

describe('change marks', () => {
  test('one line changed, one added', () => {
    expect(changedLines('a\nb\nc', 'a\nB\nc\nd')).toEqual([
      { line: 2, kind: 'mod' },
      { line: 4, kind: 'add' },
    ])
  })

  test('equal texts have none, and every marked line is a line of the text', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((found) => found.join('\n'))
    fc.assert(
      fc.property(lines, lines, (before, now) => {
        const marks = changedLines(before, now)
        const count = now.split('\n').length
        return changedLines(now, now).length === 0 && marks.every(({ line }) => line >= 1 && line <= count)
      }),
    )
  })

  test('without the marked lines nothing is left that was not there before', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(lines, lines, (before, now) => {
        const marked = new Set(changedLines(before.join('\n'), now.join('\n')).map(({ line }) => line))
        const kept = now.filter((_, i) => !marked.has(i + 1))
        let at = -1
        return kept.every((line) => (at = before.indexOf(line, at + 1)) >= 0)
      }),
    )
  })
})
