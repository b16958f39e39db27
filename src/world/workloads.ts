import type { Draft, KubeObject, ObjectMeta } from '../api/meta'
import type { ApiServer } from '../api/server'
import { CommandError } from './commandError'
import { found, titled, type Named } from './rollouts'

interface CronJob extends KubeObject {
  readonly spec: { readonly jobTemplate: { readonly metadata?: Partial<ObjectMeta>; readonly spec: object } }
}

/** `kubectl create job --from=cronjob/NAME`: a run outside the schedule. Without a name for the Job the server makes one up. */
export function trigger(server: ApiServer, actor: string, namespace: string, name: string, job = ''): void {
  const cronJob = found(server, actor, { kind: 'CronJob', namespace, name }) as CronJob
  const { metadata = {}, spec } = cronJob.spec.jobTemplate
  server.create(actor, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      ...(job ? { name: job } : { generateName: `${name.slice(0, 44)}-manual-` }),
      namespace,
      ...(metadata.labels && { labels: metadata.labels }),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...metadata.annotations },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid: cronJob.metadata.uid }],
    },
    spec,
  } as Draft)
}

/** Where kinds keep their pod spec. */
const PLACES: readonly (readonly string[])[] = [
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'template', 'spec'],
  ['spec'],
]

interface Containers {
  readonly containers?: readonly { readonly name: string }[]
  readonly initContainers?: readonly { readonly name: string }[]
}

/** `kubectl set image`: another image for one container, or for all with `*`. Throws CommandError when there is no such container. */
export function setImage(server: ApiServer, actor: string, named: Named, container: string, image: string): void {
  const object = found(server, actor, named)
  const path = PLACES.find((place) => (at(object, place) as Containers | undefined)?.containers)
  if (!path) throw new CommandError(`${titled(server, named)} does not have a pod template`)
  const spec = at(object, path) as Containers
  const change: Record<string, unknown> = {}
  for (const list of ['initContainers', 'containers'] as const) {
    const meant = (spec[list] ?? []).filter(({ name }) => container === '*' || name === container)
    if (meant.length) change[list] = meant.map(({ name }) => ({ name, image }))
  }
  if (Object.keys(change).length === 0) throw new CommandError(`unable to find container named ${JSON.stringify(container)}`)
  const body = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), change)
  server.patch(actor, named.kind, object, 'strategic', body)
}

const at = (object: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], object)
