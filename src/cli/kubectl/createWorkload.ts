import type { Draft } from '../../api/meta'
import { integer, parseFlags } from './flags'
import { splitCommand, theName } from './named'
import { repeated } from './repeated'
import { kindNamed, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl create deployment NAME --image=IMAGE... [--replicas=N] [--port=P] [-- COMMAND...]`. */
export function* createDeployment(shell: Shell, words: readonly string[]): Running {
  const { words: before, command } = splitCommand(words)
  const { values: images, words: others } = repeated(before, 'image')
  const { words: typed, flags } = parseFlags('create deployment', others, { replicas: 'text', port: 'text' })
  const { name } = theName('create deployment', typed)
  if (images.length === 0) throw new UsageError('error: required flag(s) "image" not set')
  if (images.length > 1 && command) throw new UsageError('error: cannot specify multiple --image options and command')
  const replicas = integer(flags, 'replicas') ?? 1
  if (replicas < 0) throw new UsageError(`error: invalid replicas: ${replicas}`)
  const port = integer(flags, 'port')
  const labels = { app: name }
  const containers = images.map((image) => ({
    name: containerName(image),
    image,
    ...(command && { command }),
    ...(port !== undefined && { ports: [{ containerPort: port }] }),
  }))
  shell.client.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: flags.get('namespace') ?? shell.namespace, labels },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  } as unknown as Draft)
  shell.out(`${titleOf(kindNamed(shell, 'deployments'), name)} created`)
  return 0
}

/** An image's name without registry, tag and digest: what its container is called. */
function containerName(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1)
  return last.replace(/[:@].*$/, '').replaceAll('_', '-')
}

/** `kubectl create namespace NAME`. */
export function* createNamespace(shell: Shell, words: readonly string[]): Running {
  const { words: typed } = parseFlags('create namespace', words, {})
  const { name } = theName('create namespace', typed)
  shell.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  shell.out(`namespace/${name} created`)
  return 0
}
