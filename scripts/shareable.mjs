import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url))
const picture = fileURLToPath(new URL('../public/kubarium.png', import.meta.url))

/** The size that an embed was drawn for; what asks for another one gets this all the same, for nobody answers here. */
const size = { width: 720, height: 420 }
const languages = ['en', 'ko']
const PROVIDER = 'Kubarium'

/**
 * What other sites need to show a scenario when somebody pastes its address: an oEmbed answer, and a page with its title, its sentence and a
 * picture that leads on to the playground. Static files, one of each for a scenario and a language: `s/ID.html`, `s/ID.ko.html`, `oembed/ID.json`,
 * `oembed/ID.ko.json`. Both built pages name the opening's answer.
 *
 * Addresses are whole when the build is told where the site will be (`SITE_URL=https://example.org/kubarium/`), and relative without it,
 * which readers of the pages understand and most readers of oEmbed do not.
 * @returns {import('vite').Plugin}
 */
export function shareable(site = process.env.SITE_URL ?? '') {
  const base = baseOf(site)
  return {
    name: 'shareable',
    apply: (_config, { command, mode }) => command === 'build' && mode !== 'test',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { filename }) => [
        discovery(base || './', 'opening', titleOf(cards().opening, 'en')),
        ...ownAddress(base, filename),
      ],
    },
    generateBundle() {
      for (const file of shareableFiles(cards(), base, sizeOf(readFileSync(picture)))) this.emitFile({ type: 'asset', ...file })
    },
  }
}

/** Where the site will be, with a slash at its end, or '' when nobody said. Throws for what is no address. */
export function baseOf(site) {
  if (!site) return ''
  const url = new URL(site)
  if (!/^https?:$/.test(url.protocol)) throw new Error(`SITE_URL must begin with https://, not ${site}`)
  return url.origin + url.pathname.replace(/\/?$/, '/')
}

/** Each scenario by its id. */
const cards = () =>
  Object.fromEntries(readdirSync(folder).map((id) => [id, JSON.parse(readFileSync(`${folder}${id}/scenario.json`, 'utf8'))]))

/** All files, as `{fileName, source}`; `thumbnail` is the size of the picture. */
export function shareableFiles(scenarios, base, thumbnail) {
  return Object.values(scenarios).flatMap((scenario) =>
    languages.flatMap((language) => [
      {
        fileName: `oembed/${nameOf(scenario, language)}.json`,
        source: `${JSON.stringify(answer(scenario, language, base, thumbnail), null, 2)}\n`,
      },
      { fileName: `s/${nameOf(scenario, language)}.html`, source: page(scenario, language, base) },
    ]),
  )
}

const nameOf = ({ id }, language) => (language === 'en' ? id : `${id}.${language}`)

const titleOf = ({ title }, language) => `${title[language]} · ${PROVIDER}`

const queryOf = ({ id }, language) => new URLSearchParams({ scenario: id, lang: language })

/** An answer of oEmbed 1.0, of type rich. */
function answer(scenario, language, base, thumbnail) {
  const title = titleOf(scenario, language)
  const src = `${base || '../'}embed.html?${queryOf(scenario, language)}`
  const html =
    `<iframe src="${escaped(src)}" title="${escaped(title)}" width="${size.width}" height="${size.height}" ` +
    'style="max-width: 100%; border: 0; border-radius: 12px" loading="lazy"></iframe>'
  return {
    ...{ version: '1.0', type: 'rich', title, ...size, html },
    ...{ provider_name: PROVIDER, provider_url: base || '../' },
    thumbnail_url: `${base || '../'}kubarium.png`,
    thumbnail_width: thumbnail.width,
    thumbnail_height: thumbnail.height,
  }
}

/** A page for those who only read its head; who opens it goes on to the playground at once, without a script. */
function page(scenario, language, base) {
  const home = base || '../'
  const title = titleOf(scenario, language)
  const lead = scenario.lead[language]
  const to = `${home}index.html?${queryOf(scenario, language)}`
  const name = nameOf(scenario, language)
  const metas = {
    'og:type': 'website',
    'og:site_name': PROVIDER,
    'og:title': title,
    'og:description': lead,
    'og:image': `${home}kubarium.png`,
    'og:locale': { en: 'en_US', ko: 'ko_KR' }[language],
    ...(base && { 'og:url': `${base}s/${name}.html` }),
    'twitter:card': 'summary_large_image',
  }
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="dark light" />
    <title>${escaped(title)}</title>
    <meta name="description" content="${escaped(lead)}" />
${Object.entries(metas)
  .map(
    ([property, content]) =>
      `    <meta ${property.startsWith('og:') ? 'property' : 'name'}="${property}" content="${escaped(content)}" />`,
  )
  .join('\n')}
    ${tagText(discovery(home, name, title))}
${languages.map((other) => `    ${tagText(alternate(home, scenario, other))}`).join('\n')}
    <meta http-equiv="refresh" content="0; url=${escaped(to)}" />
  </head>
  <body>
    <p><a href="${escaped(to)}">${escaped(title)}</a></p>
    <p>${escaped(lead)}</p>
  </body>
</html>
`
}

const link = (attrs) => ({ tag: 'link', attrs, injectTo: /** @type {const} */ ('head') })

const discovery = (base, name, title) =>
  link({ rel: 'alternate', type: 'application/json+oembed', href: `${base}oembed/${name}.json`, title })

const alternate = (base, scenario, language) =>
  link({ rel: 'alternate', hreflang: language, href: `${base}s/${nameOf(scenario, language)}.html` })

/** Where the playground itself is, for who reads its head. */
function ownAddress(base, filename) {
  if (!base || !filename.endsWith('index.html')) return []
  const meta = (property, content) => ({ tag: 'meta', attrs: { property, content }, injectTo: /** @type {const} */ ('head') })
  return [meta('og:title', PROVIDER), meta('og:url', base), meta('og:image', `${base}kubarium.png`)]
}

const tagText = ({ tag, attrs }) =>
  `<${tag} ${Object.entries(attrs)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ')} />`

const escaped = (text) => text.replace(/[&"<>]/g, (letter) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' })[letter])

/** Width and height of a PNG, px: the first chunk of one tells them. Throws for what is none. */
export function sizeOf(png) {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('the picture is no PNG')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}
