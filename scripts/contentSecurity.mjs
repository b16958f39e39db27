/**
 * Writes each built page's content security policy into its head: scripts and threads of this site alone, nothing inline, nothing that is
 * text first. Styles may be inline, because the editor and the components set them; `?src=` may fetch from anywhere by https.
 * @type {import('vite').Plugin}
 */
export const contentSecurity = {
  name: 'content-security',
  // The development server talks to its page by a socket and by inline scripts.
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  },
}

const policy = Object.entries({
  'default-src': "'self'",
  // A page in a sandbox starts its thread by way of a blob.
  'script-src': "'self' blob:",
  'worker-src': "'self' blob:",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'media-src': "'self' blob:",
  'font-src': "'self' data:",
  'connect-src': "'self' https:",
  'frame-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
})
  .map(([name, value]) => `${name} ${value}`)
  .join('; ')
