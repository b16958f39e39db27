import { notFoundError } from '../../api/errors'
import type { Draft, KubeObject, ObjectMeta } from '../../api/meta'
import { parseFlags } from './flags'
import { splitCommand, theName } from './named'
import { kindNamed, titleOf } from './resources'
import { UsageError, type Running, type Shell } from './shell'

interface CronJob extends KubeObject {
  readonly spec: { readonly jobTemplate: { readonly metadata?: Partial<ObjectMeta>; readonly spec: object } }
}

/** `kubectl create job NAME --image=IMAGE [-- COMMAND...]` and `kubectl create job NAME --from=cronjob/NAME`. */
export function* createJob(shell: Shell, words: readonly string[]): Running {
  const { words: before, command } = splitCommand(words)
  const { words: typed, flags } = parseFlags('create job', before, { image: 'text', from: 'text' })
  const { name, rest } = theName('create job', typed)
  const image = flags.get('image')
  const from = flags.get('from')
  if ((image === undefined) === (from === undefined)) throw new UsageError('error: either --image or --from must be specified')
  const given = command ?? (rest.length ? rest : undefined)
  if (given && from !== undefined) throw new UsageError('error: cannot specify --from and command')
  const namespace = flags.get('namespace') ?? shell.namespace
  const job = from === undefined ? jobOf(name, namespace, image!, given) : jobFrom(shell, name, namespace, from)
  shell.client.create(job)
  shell.out(`${titleOf(kindNamed(shell, 'jobs'), name)} created`)
  return 0
}

const jobOf = (name: string, namespace: string, image: string, command: readonly string[] | undefined): Draft =>
  ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      template: { spec: { containers: [{ name, image, ...(command && { command }) }], restartPolicy: 'Never' } },
    },
  }) as Draft

/** A run of a CronJob outside its schedule. It belongs to the CronJob without being managed by it. */
function jobFrom(shell: Shell, name: string, namespace: string, from: string): Draft {
  const [type, cronName, ...more] = from.split('/')
  if (!type || !cronName || more.length) throw new UsageError('error: from must be an existing cronjob')
  const kind = kindNamed(shell, type)
  if (kind.kind !== 'CronJob') throw new UsageError('error: from must be an existing cronjob')
  const cronJob = shell.client.getAny('CronJob', cronName, namespace) as CronJob | undefined
  if (!cronJob) throw notFoundError(kind, cronName)
  const { metadata, spec } = cronJob.spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace,
      labels: metadata?.labels,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...metadata?.annotations },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: cronName, uid: cronJob.metadata.uid }],
    },
    spec,
  } as Draft
}
