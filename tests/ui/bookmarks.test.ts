import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Bookmarks } from '../../src/ui/bookmarks.svelte'

const held = new Map<string, string>()
beforeEach(() => {
  held.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  })
})

describe('bookmarks', () => {
  test('stand in the order of time, and a second press takes one away', () => {
    const marks = new Bookmarks('marks', [])
    for (const at of [9000, 3000.4, 6000]) marks.toggle(at)
    expect(marks.list.map(({ at }) => at)).toEqual([3000, 6000, 9000])
    marks.toggle(6400)
    expect(marks.list.map(({ at }) => at)).toEqual([3000, 9000])
  })

  test('the next one is after the moment shown, the one before is before it', () => {
    const marks = new Bookmarks('marks', [
      { at: 1000, name: '' },
      { at: 2000, name: 'b' },
      { at: 3000, name: '' },
    ])
    expect([marks.beside(2000, 1)?.at, marks.beside(2000, -1)?.at]).toEqual([3000, 1000])
    expect([marks.beside(3000, 1), marks.beside(500, -1)]).toEqual([null, null])
    expect(marks.near(2300)?.name).toBe('b')
  })

  test('names are kept for the next visit, and so is that there are none left', () => {
    const first = [{ at: 1000, name: 'as it came' }]
    const marks = new Bookmarks('marks', first)
    expect(marks.list).toBe(first)
    marks.rename(1000, '  ready  ')
    expect(new Bookmarks('marks', first).list).toEqual([{ at: 1000, name: 'ready' }])
    marks.remove(1000)
    expect(new Bookmarks('marks', first).list).toEqual([])
  })

  test('what was kept as bare moments is read, what is no bookmark is not', () => {
    held.set('kubarium:marks', '[500, 4000]')
    expect(new Bookmarks('marks', []).list).toEqual([
      { at: 500, name: '' },
      { at: 4000, name: '' },
    ])
    held.set('kubarium:marks', '[{"at":-1,"name":""}]')
    expect(new Bookmarks('marks', []).list).toEqual([])
  })

  test('there are never more than a link may hold', () => {
    const marks = new Bookmarks('marks', [])
    for (let i = 0; i < 130; i++) marks.toggle(i * 1000)
    expect(marks.list).toHaveLength(100)
  })

  test('one that is being named and is taken away is no longer named', () => {
    const marks = new Bookmarks('marks', [])
    marks.toggleNamed(700)
    expect(marks.naming).toBe(700)
    marks.toggleNamed(700)
    expect([marks.naming, marks.list.length]).toEqual([null, 0])
  })
})
