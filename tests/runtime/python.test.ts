import { describe, expect, test } from 'vitest'
import { piDigits } from '../../src/runtime/pi'
import { programOf } from '../../src/runtime/programs'
import { runPython } from '../../src/runtime/python'

const run = (script: string, env: Record<string, string> = {}) => {
  const result = runPython(script, env)
  return result && { code: result.code, lines: result.prints.map(({ text }) => text) }
}

describe('the little Python', () => {
  test('an index that fails, as in the documentation of Jobs', () => {
    const script = `
import os, sys
print("Hello world")
if int(os.environ.get("JOB_COMPLETION_INDEX")) % 2 == 0:
  sys.exit(1)
`
    expect(run(script, { JOB_COMPLETION_INDEX: '0' })).toEqual({ code: 1, lines: ['Hello world'] })
    expect(run(script, { JOB_COMPLETION_INDEX: '1' })).toEqual({ code: 0, lines: ['Hello world'] })
  })

  test('a leader that decides, as in the documentation of success policies', () => {
    const script = `
import os, sys
if os.environ.get("JOB_COMPLETION_INDEX") == "2":
  sys.exit(0)
else:
  sys.exit(1)
`
    expect(run(script, { JOB_COMPLETION_INDEX: '2' })?.code).toBe(0)
    expect(run(script, { JOB_COMPLETION_INDEX: '3' })?.code).toBe(1)
  })

  test('variables, loops, formats and time', () => {
    const script = `
import time
total = 0
for i in range(3):
    total += i
    print(f"step {i}", total)
    time.sleep(2)
print("done" if_not_known)
`
    expect(run(script)).toBeUndefined()
    const known = runPython(script.replace(' if_not_known', ''), {})!
    expect(known.prints.map(({ text }) => text)).toEqual(['step 0 0', 'step 1 1', 'step 2 3', 'done'])
    expect(known.ms).toBe(6_300)
  })

  test('what raises ends with 1 and a traceback', () => {
    expect(run('raise ValueError("no input")')).toEqual({
      code: 1,
      lines: ['Traceback (most recent call last):', 'ValueError: no input'],
    })
    expect(run('print(1 / 0)')?.lines.at(-1)).toBe('ZeroDivisionError: division by zero')
  })

  test('one line', () => {
    expect(run('import sys; print("x"); sys.exit(3)')).toEqual({ code: 3, lines: ['x'] })
  })
})

describe('programs', () => {
  test('pi', () => {
    expect(piDigits(51)).toBe('3.14159265358979323846264338327950288419716939937511')
    const { prints } = programOf(['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'])
    expect(prints[0]).toMatch(/^3\.1415926535\d{1989}$/)
    expect(prints[0]!.slice(0, 48)).toBe(piDigits(51).slice(0, 48))
  })

  test('one-liners of Perl', () => {
    expect(programOf(['perl', '-e', 'print "hi\\n"; sleep 2; exit 3'])).toEqual({ runsMs: 2_200, prints: ['hi'], code: 3 })
    expect(programOf(['perl', '-e', 'die "broken"'])).toMatchObject({ code: 255, prints: ['broken'] })
  })
})
