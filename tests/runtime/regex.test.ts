import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { behaviourOf } from '../../src/runtime/catalogue'
import { startProcess } from '../../src/runtime/process'
import type { Outside, ProcessSpec } from '../../src/runtime/processState'
import { fits, swapped } from '../../src/runtime/shell/glob'
import { find, findAll, regexOf, replaced, search, split, tests, type Flavour } from '../../src/runtime/shell/regex/regex'

const outside: Outside = { fetch: () => 0, connects: () => false, date: () => 'now' }
const run = (script: string) => {
  const spec: ProcessSpec = {
    behaviour: { ...behaviourOf('busybox'), readyMs: 0 },
    argv: ['bash', '-c', script],
    argsOnly: false,
    env: {},
    ports: [],
    memoryLimit: 0,
    hostname: 'pod',
  }
  const { exit, lines } = startProcess(spec, 0, outside)
  return { code: exit?.code, out: lines.map(({ text }) => text) }
}

/** Patterns that this engine and JavaScript read alike. */
const { pattern: patterns } = fc.letrec<{ pattern: string; seq: string; part: string; atom: string }>((tie) => ({
  pattern: fc.array(tie('seq'), { minLength: 1, maxLength: 3, depthIdentifier: 'depth' }).map((parts) => parts.join('|')),
  seq: fc.array(tie('part'), { maxLength: 3, depthIdentifier: 'depth' }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthIdentifier: 'depth' },
    fc
      .tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,3}', '{2,}'), fc.boolean())
      .map(([atom, times, lazy]) => atom + times + (times && lazy ? '?' : '')),
    fc.constantFrom('^', '$', '\\b', '\\B'),
  ),
  atom: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'depth' },
    fc.constantFrom('a', 'b', 'B', '.', '\\.', '[ab]', '[^a]', '[a-b.]', '\\w', '\\W', '\\s', '[^\\s\\d]', '\\d'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
}))
const texts = fc.string({ unit: fc.constantFrom('a', 'a', 'b', 'B', ' ', '.', '1'), maxLength: 9 })

describe('a pattern finds what it finds in JavaScript', () => {
  test('the place and all captures', () => {
    fc.assert(
      fc.property(patterns, texts, fc.boolean(), fc.nat(3), (source, text, folds, from) => {
        const wanted = new RegExp(source, folds ? 'gi' : 'g')
        wanted.lastIndex = Math.min(from, text.length)
        const found = wanted.exec(text)
        const match = find(regexOf([source], 'perl', { folds }), text, undefined, Math.min(from, text.length))
        expect(match).toEqual(found ? { index: found.index, end: found.index + found[0].length, groups: [...found] } : undefined)
      }),
      { numRuns: 3000 },
    )
  })

  test('all matches and what is put in their place', () => {
    fc.assert(
      fc.property(patterns, texts, (source, text) => {
        const all: string[] = []
        const wanted = text.replace(new RegExp(source, 'g'), (...args) => {
          const groups = args.slice(
            0,
            args.findIndex((each) => typeof each === 'number'),
          ) as string[]
          const at = args[groups.length] as number
          // Nothing right behind a match is a match of JavaScript's alone.
          if (groups[0] === '' && all.at(-1) === `${at}`) return ''
          all.push(`${at + groups[0]!.length}`)
          return `<${groups.join()}>`
        })
        const regex = regexOf([source], 'perl')
        expect(replaced(regex, text, ({ groups }) => `<${groups.join()}>`, true)).toBe(wanted)
        expect(findAll(regex, text).map(({ end }) => `${end}`)).toEqual(all)
      }),
      { numRuns: 2000 },
    )
  })

  test('patterns of the shell', () => {
    const globs = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.', '[ab]', '[!a]', '\\*', '1'), maxLength: 6 })
    const expression = (glob: string) =>
      glob.replace(/\\.|\[.*?\]|[*?.]/g, (each) => ({ '*': '.*', '?': '.', '.': '\\.' })[each] ?? each.replace('[!', '[^'))
    fc.assert(
      fc.property(globs, texts, (glob, text) => {
        const source = expression(glob)
        expect(fits(text, glob)).toBe(new RegExp(`^(?:${source})$`).test(text))
        const cut = (part: 'shortestStart' | 'longestStart' | 'shortestEnd' | 'longestEnd') =>
          swapped(text, glob, part, () => '', false)
        const lengths = Array.from({ length: text.length + 1 }, (_, i) => i)
        const starts = lengths.filter((end) => fits(text.slice(0, end), glob))
        const ends = lengths.filter((start) => fits(text.slice(start), glob))
        expect(cut('shortestStart')).toBe(text.slice(starts[0] ?? 0))
        expect(cut('longestStart')).toBe(text.slice(starts.at(-1) ?? 0))
        expect(cut('shortestEnd')).toBe(text.slice(0, ends.at(-1) ?? text.length))
        expect(cut('longestEnd')).toBe(text.slice(0, ends[0] ?? text.length))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('how patterns are written', () => {
  test.each<[Flavour, string, string, readonly (string | undefined)[] | undefined]>([
    ['basic', 'a\\(b*\\)\\{1,2\\}', 'xabbx', ['abb', 'bb']],
    ['basic', 'a+(b)', 'aa+(b)', ['a+(b)']],
    ['basic', 'a\\+\\|c', 'baa', ['aa']],
    ['basic', '*a^$b', '-*a^$b', ['*a^$b']],
    ['basic', '\\(^a\\)*$', 'a', ['a', 'a']],
    ['extended', '^[[:space:]]*([[:alpha:]_][[:alnum:]_]*)=', '  a_1=2', ['  a_1=', 'a_1']],
    ['extended', '[]a-]+', 'x]a-]', [']a-]']],
    ['extended', '[^]x]', ']xy', ['y']],
    ['extended', '[\\.]', '\\', ['\\']],
    ['extended', '\\<cat\\>', 'concat cat', ['cat']],
    ['extended', 'a{,2}b', 'aaab', ['aab']],
    ['extended', 'a{x}', 'a{x}', ['a{x}']],
    ['extended', 'a.c', 'a\nc', ['a\nc']],
    ['extended', '((a)|b)+', 'ab', ['ab', 'b', undefined]],
    ['awk', '[\\/\\t]+', 'a/\t', ['/\t']],
    ['perl', 'inet \\K\\d+(?:\\.\\d+)*?$', 'inet 10.0.0.1', ['10.0.0.1']],
  ])('%s %s', (flavour, source, text, groups) => {
    expect(find(regexOf([source], flavour), text)?.groups).toEqual(groups)
  })

  test.each<[Flavour, string, string]>([
    ['extended', '(a)\\1', 'Invalid back reference'],
    ['basic', '\\(a', 'Unmatched ( or \\('],
    ['extended', 'a)', 'Unmatched ) or \\)'],
    ['extended', '[a', 'Unmatched [, [^, [:, [., or [='],
    ['extended', '[[:nope:]]', 'Invalid character class name'],
    ['extended', '[b-a]', 'Invalid range end'],
    ['extended', '*', 'Invalid preceding regular expression'],
    ['extended', 'a{2,1}', 'Invalid content of \\{\\}'],
    ['extended', 'a\\', 'Trailing backslash'],
    ['extended', '((((a{99}){99}){99}){99}){99}', 'Regular expression too big'],
    ['extended', `${'('.repeat(50_000)}`, 'Regular expression too big'],
    ['extended', `${'('.repeat(50)}a*${')*'.repeat(50)}`, 'Regular expression too big'],
    ['perl', '(?:){9999}{9999}', 'Invalid preceding regular expression'],
    ['extended', `(${'()'.repeat(30)}){9999}`, 'Regular expression too big'],
    ['perl', '(?=a)', 'unrecognized character after (? or (?-'],
  ])('%s %s is refused', (flavour, source, message) => {
    expect(() => regexOf([source], flavour)).toThrow(message)
  })

  test('several at once, as words or lines', () => {
    expect(tests(regexOf(['a.c', '['], 'fixed'), 'abc')).toBe(false)
    expect(tests(regexOf(['a.c', '['], 'fixed'), 'x[')).toBe(true)
    const word = regexOf(['a|-b'], 'extended', { spans: 'word' })
    expect(['xa', 'x a', '-b', 'x-b'].map((text) => tests(word, text))).toEqual([false, true, true, false])
    const line = regexOf(['a', 'ab'], 'basic', { spans: 'line' })
    expect(['a', 'ab', 'abc'].map((text) => tests(line, text))).toEqual([true, true, false])
    expect(split(regexOf([', *'], 'awk'), 'a, b,c')).toEqual(['a', 'b', 'c'])
  })
})

describe('no pattern takes longer than its length times that of the text', () => {
  const bounded = (source: string, text: string, all = false) => {
    const regex = regexOf([source], 'perl')
    const { next, tried } = search(regex, text)
    for (let from = 0; from <= text.length;) {
      const match = next(from)
      if (!match || !all) break
      from = Math.max(match.end, from + 1)
    }
    expect(tried()).toBeLessThanOrEqual((all ? 2 : 1) * regex.steps.length * (regex.deepest + 1) * (text.length + 1))
    return tried()
  }

  test.each([
    '(a+)+$',
    '(a|a)*b',
    '(.*)*x',
    `${'a?'.repeat(30)}a{30}b`,
    '(a*)*b',
    '((a?){0,3}){0,3}b',
    '(.*?,){11}P',
    '^(a|aa)+$',
  ])('%s', (source) => {
    const text = `${'a'.repeat(60)}!`
    const few = bounded(source, text)
    // Twice the text, not much more than twice the work.
    expect(bounded(source, `${'a'.repeat(120)}!`)).toBeLessThan(few * 2.2)
  })

  test('whichever', () => {
    fc.assert(fc.property(patterns, texts, fc.boolean(), (source, text, all) => void bounded(source, text.repeat(4), all)))
  })

  test('all matches of one that looks far ahead', () => {
    bounded('a(.*b)?', 'a'.repeat(2000), true)
  })

  test('in a text too long to keep count nothing is found, and a plain word all the same', () => {
    const long = `${'a'.repeat(3_000_000)}b`
    expect(tests(regexOf(['a*x*b'], 'extended'), long)).toBe(false)
    expect(tests(regexOf(['ab'], 'extended'), long)).toBe(true)
  })

  test('who has done too much finds nothing any more', () => {
    const regex = regexOf(['(a|b)*c'], 'extended')
    const effort = { left: 1 }
    let found = 0
    while (tests(regex, 'ababababababababc', effort)) found++
    expect(found).toBeGreaterThan(3)
    expect(found).toBeLessThan(100)
    expect(effort.left).toBeLessThan(0)
  })
})

describe('in scripts', () => {
  const many = 'a'.repeat(60)
  test.each<[string, number, string[]]>([
    [`echo ${many}! | grep -E "^(a+)+$"`, 1, []],
    [`echo ${many} | grep -cE "^(a+)+$"`, 0, ['1']],
    [`[[ ${many}! =~ ^(a+)+$ ]] || echo no`, 0, ['no']],
    [`echo ${many}! | sed -E "s/(a|a)*b/x/"`, 0, [`${many}!`]],
    [`echo ${many}! | awk '/(a*)*b/'`, 0, []],
    [`x=${many}; case $x in *a*a*a*a*a*a*a*a*a*a*b) echo b;; *) echo none;; esac`, 0, ['none']],
    [`x=${many}; echo \${x%%*a*a*a*a*a*a*a*a*a*b}`, 0, [many]],
    ['echo aa | grep -E "(a)\\1"', 2, ['grep: Invalid back reference']],
    ['echo aa | sed "s/\\(a\\)\\1/x/"', 1, ['sed: -e expression #1, char 12: Invalid back reference']],
    ["echo aa | sed 's/a/\\1/'", 1, ["sed: -e expression #1, char 7: invalid reference \\1 on `s' command's RHS"]],
    ['echo "k = v" | sed -E "s/^([a-z]+)[[:space:]]*=[[:space:]]*(.*)$/\\2=[\\1]&/"', 0, ['v=[k]k = v']],
    ['printf "a b\\n" | sed "s/x*/-/g"', 0, ['-a- -b-']],
    ['echo "10.0.0.1 up" | grep -oE "[0-9]+(\\.[0-9]+){3}"', 0, ['10.0.0.1']],
    ['printf "a1b22c" | awk -F"[0-9]+" "{print \\$3}"', 0, ['c']],
    ['x="a/b/c"; echo ${x//\\//.} ${x/b/_} ${x##*/} ${x%/*}', 0, ['a.b.c a/_/c c a/b']],
    ["printf 'a b\\nc d\\n' | awk '/c/ { print $2, \"x,y\" NR; }'", 0, ['d x,y2']],
    ["printf 'a b\\nc d\\n' | awk 'NR==1{print $NF}'", 0, ['b']],
    ['x=a.b; echo ${x//./\\/} ${x//[.]/-}', 0, ['a/b a-b']],
    ['IFS=:; echo "a:b c" | while read x y; do echo "$y,$x"; done', 0, ['b c,a']],
  ])('%s', (script, code, out) => {
    expect(run(script)).toEqual({ code, out })
  })

  test('a rule of awk is read in one go', () => {
    expect(run(`echo a b | awk '{${' '.repeat(20_000)}print $2 {'`)).toEqual({ code: 0, out: ['a b'] })
  })

  test('one that does nothing but search spins', () => {
    const line = 'ab'.repeat(7000)
    expect(run(`x=${line}; while true; do [[ $x =~ (a|b|ab)*c ]]; done`)).toEqual({ code: undefined, out: [] })
  })
})
