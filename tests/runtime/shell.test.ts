import { describe, expect, test } from 'vitest'
import { unknownImage } from '../../src/runtime/behaviour'
import { behaviourOf } from '../../src/runtime/catalogue'
import { resumeProcess, startProcess } from '../../src/runtime/process'
import { linesAt, type Outside, type ProcessSpec } from '../../src/runtime/processState'

const outside: Outside = { fetch: () => 0, connects: () => false, date: (at) => `t${at}` }
const spec = (script: string, over: Partial<ProcessSpec> = {}): ProcessSpec => ({
  behaviour: { ...behaviourOf('busybox'), readyMs: 0 },
  argv: ['sh', '-c', script],
  argsOnly: false,
  env: { NAME: 'me', PORT: '80' },
  ports: [],
  memoryLimit: 0,
  hostname: 'pod',
  ...over,
})
const run = (script: string, over?: Partial<ProcessSpec>) => {
  const { exit, lines } = startProcess(spec(script, over), 0, outside)
  return { code: exit?.code, at: exit?.at, out: lines.map((line) => line.text) }
}

describe('the tiny shell', () => {
  test.each<[string, number, string[]]>([
    ['echo hi', 0, ['hi']],
    ['exit 7', 7, []],
    ['false', 1, []],
    ['true && echo yes || echo no', 0, ['yes']],
    ['false && echo yes || echo no', 0, ['no']],
    ['echo "$NAME is $HOSTNAME ${MISSING:-here}"', 0, ['me is  here']],
    ["echo '$NAME'", 0, ['$NAME']],
    ['for i in 1 2 3; do echo $i; done', 0, ['1', '2', '3']],
    ['for i in $(seq 1 2); do echo n$i; done', 0, ['n1', 'n2']],
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', 0, ['1', '2', '3']],
    ['until [ -f /x ]; do touch /x; echo made; done; cat /x', 0, ['made']],
    ['if [ "$NAME" = me ]; then echo a; elif true; then echo b; else echo c; fi', 0, ['a']],
    ['if [ $NAME = you ]; then echo a; elif true; then echo b; else echo c; fi', 0, ['b']],
    ['echo a > /f; echo b >> /f; cat /f', 0, ['a', 'b']],
    ['nosuch', 127, ['sh: nosuch: not found']],
    ['! true; echo $?', 0, ['1']],
    ['printf "a b c" | wc -l', 0, ['1']],
    ['set -e; false; echo never', 1, []],
    ['set -e; false || true; echo on', 0, ['on']],
    ['while true; do echo x; break; done', 0, ['x']],
    ['{ echo a; (echo b); }', 0, ['a', 'b']],
    ['if true', 2, ['sh: syntax error: unexpected "end of file" (expecting "then")']],
  ])('%s', (script, code, out) => {
    expect(run(script)).toMatchObject({ code, out })
  })

  test('sleep takes its time', () => {
    expect(run('sleep 2; sleep 0.5; exit 4')).toMatchObject({ code: 4, at: 2500 })
    expect(run('exec sleep 1m').at).toBe(60_000)
  })

  test('a loop goes on as long as somebody lets it', () => {
    const talking = spec('while true; do date; sleep 1; done')
    let process = startProcess(talking, 0, outside)
    expect(process.exit).toBeUndefined()
    while (process.wakeAt !== undefined && process.wakeAt < 600_000)
      process = resumeProcess(talking, process, process.wakeAt, outside)
    expect(linesAt(process, 599_500).at(-1)).toEqual({ at: 599_000, text: 't599000' })
    expect(process.lines.length).toBeLessThanOrEqual(400)
  })

  test('a loop without a word is let go', () => {
    expect(startProcess(spec('while true; do sleep 1; done'), 0, outside).wakeAt).toBeUndefined()
    expect(startProcess(spec('while :; do :; done'), 0, outside)).not.toHaveProperty('exit')
  })

  test('others are asked at the moment itself', () => {
    const script = 'until wget -qO- http://db:80; do echo waiting; sleep 2; done; echo there'
    const open: Outside = { ...outside, fetch: () => 200 }
    let process = startProcess(spec(script), 0, outside)
    expect(process).toMatchObject({ wakeAt: 2000 })
    process = resumeProcess(spec(script), process, 2000, open)
    expect(process.exit).toMatchObject({ code: 0, at: 2000 })
    expect(process.lines.map((line) => line.text)).toContain('there')
  })

  test('a program of the image serves from inside a script', () => {
    const process = startProcess(
      spec('echo start; sleep 1; exec python app.py', { behaviour: { ...unknownImage, readyMs: 0 } }),
      0,
      outside,
    )
    expect(process).toMatchObject({ listensAt: 2500, readyAt: 2500 })
    expect(process.exit).toBeUndefined()
  })
})
