import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { builtFiles } from '../../scripts/offline.mjs'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kubarium-site-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

test('what is kept is the playground alone, with a revision where the name tells none', () => {
  for (const name of [
    'embed.html',
    'examples/host.html',
    'kubarium-embed.js',
    'kubarium.png',
    'oembed/opening.json',
    's/opening.html',
    'sw.js',
    'assets/page-C57R7Xs0.js.map',
  ])
    write(name, name)
  write('index.html', 'one')
  write('icon.svg', '<svg/>')
  write('assets/page-C57R7Xs0.js', '1')
  write('assets/session.svelte-DiDCG_-X.js', '2')
  const files = builtFiles(folder)
  expect(files).toEqual([
    { url: 'assets/page-C57R7Xs0.js', revision: null },
    { url: 'assets/session.svelte-DiDCG_-X.js', revision: null },
    { url: 'icon.svg', revision: expect.stringMatching(/^[\da-f]{16}$/) },
    { url: 'index.html', revision: expect.stringMatching(/^[\da-f]{16}$/) },
  ])
  write('index.html', 'two')
  expect(builtFiles(folder).map(({ revision }, i) => revision === files[i]!.revision)).toEqual([true, true, true, false])
})
