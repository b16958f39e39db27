/**
 * Vite names in a page's head what its entry imports statically. The entries here are tiny and ask for the page itself by `import()`, so
 * that the world's thread starts before the page is read; this names that chunk too, with all that it imports and their style sheets, and
 * no round trip is lost.
 * @type {import('vite').Plugin}
 */
export const headStart = {
  name: 'head-start',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle, chunk }) {
      if (!bundle || !chunk) return []
      const known = withImports(chunk.imports, bundle)
      const pages = [...withImports(chunk.dynamicImports, bundle)].filter((page) => page !== chunk && !known.has(page))
      const scripts = pages.map((page) => page.fileName)
      const styles = new Set(pages.flatMap((page) => [...(page.viteMetadata?.importedCss ?? [])]))
      return [
        ...scripts.map((file) => tag({ rel: 'modulepreload', crossorigin: true, href: `./${file}` })),
        ...[...styles].map((file) => tag({ rel: 'stylesheet', crossorigin: true, href: `./${file}` })),
      ]
    },
  },
}

/** These chunks and all that they import, however far. */
function withImports(files, bundle, found = new Set()) {
  for (const file of files) {
    const chunk = bundle[file]
    if (chunk?.type !== 'chunk' || found.has(chunk)) continue
    found.add(chunk)
    withImports(chunk.imports, bundle, found)
  }
  return found
}

const tag = (attrs) => ({ tag: 'link', attrs, injectTo: /** @type {const} */ ('head') })
