import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'kubarium-run-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(program: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const entry = join(folder, 'program.ts')
  writeFileSync(entry, program)
  return spawnSync(process.execPath, ['scripts/run.mjs', entry, ...args], { encoding: 'utf8' })
}

describe('scripts/run.mjs', () => {
  test('runs TypeScript and prints nothing of its own', () => {
    const { status, stdout, stderr } = run(
      'const n: number = 2\nconsole.log(process.argv.slice(2).join(" "), n)',
      'a',
      '--b',
      'c d',
    )
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'a --b c d 2\n', stderr: '' })
  })

  test('gathers modules by glob, also late', () => {
    writeFileSync(join(folder, 'one.part.ts'), 'export const name = "one"')
    writeFileSync(join(folder, 'two.part.ts'), 'export const name = "two"')
    const { stdout } = run(`
      const parts = import.meta.glob<{ name: string }>('./*.part.ts')
      setTimeout(async () => { for (const load of Object.values(parts)) console.log((await load()).name) }, 20)`)
    expect(stdout).toBe('one\ntwo\n')
  })

  test('what a program takes of the own scripts finds the project from its own place', () => {
    const script = relative(folder, resolve('scripts/schema.mjs'))
    const { status, stdout } = run(`import { ensureSchema } from '${script}'\nconsole.log(await ensureSchema())`)
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'undefined\n' })
  })

  test("passes the program's exit code on", () => {
    expect(run('process.exitCode = 2').status).toBe(2)
    expect(run('process.exit(3)').status).toBe(3)
  })

  test('a program that throws ends with 1 and says where', () => {
    const { status, stderr } = run('\nthrow new Error("nothing to apply")')
    expect(status).toBe(1)
    expect(stderr).toContain('nothing to apply')
    expect(stderr).toContain('program.ts:2')
  })

  test('without a program it explains itself', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs'], { encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toContain('usage:')
  })
})
