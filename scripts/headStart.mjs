/**
 * Vite names in a page's head what its entry imports statically. The entries here are tiny and ask for the page itself by `import()`, so
 * that the world's thread starts before the page is read; this names that chunk and its style sheet too, and no round trip is lost.
 * @type {import('vite').Plugin}
 */
export const headStart = {
  name: 'head-start',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle, chunk }) {
      if (!bundle || !chunk) return []
      const pages = chunk.dynamicImports.map((file) => bundle[file]).filter((page) => page?.type === 'chunk')
      const scripts = pages.flatMap((page) => [page.fileName, ...page.imports.filter((file) => file !== chunk.fileName)])
      const styles = pages.flatMap((page) => [...(page.viteMetadata?.importedCss ?? [])])
      return [
        ...scripts.map((file) => tag({ rel: 'modulepreload', crossorigin: true, href: `./${file}` })),
        ...styles.map((file) => tag({ rel: 'stylesheet', crossorigin: true, href: `./${file}` })),
      ]
    },
  },
}

const tag = (attrs) => ({ tag: 'link', attrs, injectTo: /** @type {const} */ ('head') })
