/** An image name taken apart. */
export interface ImageRef {
  /** As written. */
  readonly text: string
  readonly registry: string
  /** `library/nginx`. */
  readonly repository: string
  /** Last part of the repository: `nginx`. */
  readonly base: string
  /** '' when a digest stands in its place. */
  readonly tag: string
  readonly digest: string
  /** The full name that the engine prints: `docker.io/library/nginx:1.27`. */
  readonly name: string
}

const pattern =
  /^(?:((?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|localhost)(?::\d+)?|[a-zA-Z0-9-]+:\d+)\/)?([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/

const cache = new Map<string, ImageRef | undefined>()

/** Reads an image name by the rules of the reference grammar; undefined for what is no image name (InvalidImageName). */
export function parseImage(text: string): ImageRef | undefined {
  if (cache.has(text)) return cache.get(text)
  const ref = parse(text)
  if (cache.size > 10_000) cache.clear()
  cache.set(text, ref)
  return ref
}

function parse(text: string): ImageRef | undefined {
  const match = pattern.exec(text)
  if (!match) return undefined
  const [, host, path, tagText, digest = ''] = match
  const registry = host ?? 'docker.io'
  const repository = registry === 'docker.io' && !path!.includes('/') ? `library/${path}` : path!
  const tag = tagText ?? (digest ? '' : 'latest')
  const name = `${registry}/${repository}${tag && `:${tag}`}${digest && `@${digest}`}`
  return { text, registry, repository, base: repository.slice(repository.lastIndexOf('/') + 1), tag, digest, name }
}
