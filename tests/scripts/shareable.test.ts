import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { baseOf, shareableFiles, sizeOf } from '../../scripts/shareable.mjs'
import { embedCode } from '../../src/ui/share/embedCode'

const scenario = {
  id: 'small-one',
  title: { en: 'A <small> one', ko: '작은 것' },
  lead: { en: 'Say "yes" & see.', ko: '“예”라고 말해 보십시오.' },
}
const files = (base: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    shareableFiles({ [scenario.id]: scenario }, base, { width: 1600, height: 900 }).map(({ fileName, source }) => [
      fileName,
      source,
    ]),
  )

test('where the site will be, with or without its last slash', () => {
  expect(baseOf('')).toBe('')
  for (const said of ['https://a.example/docs/kube', 'https://a.example/docs/kube/', 'https://a.example/docs/kube/?x#y'])
    expect(baseOf(said)).toBe('https://a.example/docs/kube/')
  expect(() => baseOf('a.example')).toThrow()
  expect(() => baseOf('ftp://a.example/')).toThrow('SITE_URL')
})

describe.each([
  ['https://a.example/k/', 'https://a.example/k/'],
  ['', '../'],
])('of a site at %j', (base, home) => {
  const made = files(base)

  test('each scenario has a page and an answer in each language', () => {
    expect(Object.keys(made).sort()).toEqual([
      'oembed/small-one.json',
      'oembed/small-one.ko.json',
      's/small-one.html',
      's/small-one.ko.html',
    ])
  })

  test('the answer is oEmbed’s, with the same frame as the page gives away', () => {
    const answer = JSON.parse(made['oembed/small-one.ko.json']!)
    expect(answer).toEqual({
      ...{ version: '1.0', type: 'rich', title: '작은 것 · Kubarium', width: 720, height: 420 },
      ...{ provider_name: 'Kubarium', provider_url: home },
      ...{ thumbnail_url: `${home}kubarium.png`, thumbnail_width: 1600, thumbnail_height: 900 },
      html: embedCode(`${home}embed.html?scenario=small-one&lang=ko`, answer.title, { width: 720, height: 420 }),
    })
  })

  test('the page names the answer, leads on without a script, and takes no text for markup', () => {
    const page = made['s/small-one.html']!
    expect(page).toContain(`type="application/json+oembed" href="${home}oembed/small-one.json"`)
    expect(page).toContain(`content="0; url=${home}index.html?scenario=small-one&amp;lang=en"`)
    expect(page).toContain('<meta property="og:title" content="A &lt;small&gt; one · Kubarium" />')
    expect(page).toContain('content="Say &quot;yes&quot; &amp; see."')
    expect(page).toContain(`hreflang="ko" href="${home}s/small-one.ko.html"`)
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|style=|<small>/)
    expect(page.includes('og:url')).toBe(base !== '')
  })
})

test('the size of a picture is read from it', () => {
  const { width, height } = sizeOf(readFileSync('public/kubarium.png'))
  expect(width).toBeGreaterThan(height)
  expect(height).toBeGreaterThan(300)
  expect(() => sizeOf(Buffer.from('GIF89a'))).toThrow('no PNG')
})
