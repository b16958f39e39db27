import type { Draft } from '../../api/meta'
import { integer, isOn, parseFlags } from './flags'
import { splitCommand, theName } from './named'
import { envPair, labelPairs } from './pairs'
import { repeated } from './repeated'
import { UsageError, type Running, type Shell } from './shell'

const policies = ['Always', 'OnFailure', 'Never']

/** `kubectl run NAME --image=IMAGE [-- ARGS...]`: one pod. */
export function* run(shell: Shell, words: readonly string[]): Running {
  const { words: before, command } = splitCommand(words)
  const { values: env, words: some } = repeated(before, 'env', false)
  const { values: labels, words: others } = repeated(some, 'labels')
  const { words: typed, flags } = parseFlags('run', others, {
    image: 'text',
    port: 'text',
    restart: 'text',
    command: 'switch',
    expose: 'switch',
    'image-pull-policy': 'text',
  })
  const { name, rest } = theName('run', typed)
  const image = flags.get('image')
  if (!image) throw new UsageError('error: required flag(s) "image" not set')
  const restartPolicy = flags.get('restart') ?? 'Always'
  if (!policies.includes(restartPolicy)) throw new UsageError(`error: invalid restart policy: ${restartPolicy}`)
  const port = integer(flags, 'port')
  const exposed = isOn(flags, 'expose')
  if (exposed && port === undefined) throw new UsageError('error: --port must be set when exposing a service')
  const metadata = {
    name,
    namespace: flags.get('namespace') ?? shell.namespace,
    labels: labels.length ? labelPairs(labels) : { run: name },
  }
  const given = command ?? rest
  const pullPolicy = flags.get('image-pull-policy')
  const container = {
    name,
    image,
    ...(given.length && { [isOn(flags, 'command') ? 'command' : 'args']: given }),
    ...(env.length && { env: env.map(envPair) }),
    ...(port !== undefined && { ports: [{ containerPort: port }] }),
    ...(pullPolicy && { imagePullPolicy: pullPolicy }),
  }
  const spec = { containers: [container], restartPolicy }
  shell.client.create({ apiVersion: 'v1', kind: 'Pod', metadata, spec } as Draft)
  if (exposed) {
    const ports = [{ port, protocol: 'TCP', targetPort: port }]
    shell.client.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: metadata.namespace },
      spec: { selector: metadata.labels, ports },
    } as Draft)
    shell.out(`service/${name} created`)
  }
  shell.out(`pod/${name} created`)
  return 0
}
