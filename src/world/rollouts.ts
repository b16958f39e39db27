import { notFoundError } from '../api/errors'
import type { KindName, KubeObject } from '../api/meta'
import type { ApiServer } from '../api/server'
import { serverClient } from '../api/serverClient'
import { timestamp } from '../api/time'
import type { Deployment } from '../kube/kinds/deployment/api'
import { rolledBack } from '../kube/kinds/deployment/revisions'
import { keeps, ownRevisions, type Keeper } from '../kube/workload/history'
import { CommandError } from './commandError'

/** An object by its names. */
export interface Named {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

type Workload = KubeObject & { readonly spec?: { readonly paused?: boolean } }

const ROLLING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])

/** The object a command names. Throws NotFound, and Forbidden when the actor may not see it. */
export function found(server: ApiServer, actor: string, { kind, namespace, name }: Named): KubeObject {
  const definition = server.kind(kind)
  const object = server.read(actor, kind, name, definition.namespaced ? namespace : '')
  if (!object) throw notFoundError(definition, name)
  return object
}

/** `deployments.apps "web"`, as kubectl names what it cannot do something to. */
export function titled(server: ApiServer, { kind, name }: Named): string {
  const { plural, group } = server.kind(kind)
  return `${group ? `${plural}.${group}` : plural} ${JSON.stringify(name)}`
}

/** `kubectl rollout restart`: a new annotation makes the template new. Throws CommandError for what cannot be restarted. */
export function restart(server: ApiServer, actor: string, named: Named): void {
  const object = found(server, actor, named) as Workload
  if (!ROLLING.has(named.kind)) throw new CommandError(`${titled(server, named)} restarting is not supported`)
  if (object.spec?.paused)
    throw new CommandError(`${titled(server, named)} can't restart paused deployment (run rollout resume first)`)
  const annotations = { 'kubectl.kubernetes.io/restartedAt': timestamp(server.kernel.now) }
  server.patch(actor, named.kind, object, 'strategic', { spec: { template: { metadata: { annotations } } } })
}

/** `kubectl rollout undo`, to a revision or to the one before. Throws CommandError with kubectl's words when there is none. */
export function undo(server: ApiServer, actor: string, named: Named, revision = 0): void {
  const object = found(server, actor, named)
  if (!ROLLING.has(named.kind)) throw new CommandError(`no rollbacker has been implemented for ${JSON.stringify(named.kind)}`)
  try {
    if (named.kind === 'Deployment') undoDeployment(server, actor, object as Deployment, revision)
    else undoRevision(server, actor, object as Keeper, revision)
  } catch (error) {
    throw error instanceof RangeError ? new CommandError(error.message) : error
  }
}

function undoDeployment(server: ApiServer, actor: string, deployment: Deployment, revision: number): void {
  const next = rolledBack(deployment, serverClient(server, actor).owned('ReplicaSet', deployment), revision)
  if (next !== deployment) server.update(actor, next)
}

function undoRevision(server: ApiServer, actor: string, object: Keeper, revision: number): void {
  const revisions = ownRevisions(serverClient(server, actor), object)
  if (revision === 0 && revisions.length <= 1) throw new RangeError('no last revision to roll back to')
  const target = revision === 0 ? revisions.at(-2) : revisions.find((one) => one.revision === revision)
  if (!target) throw new RangeError(`unable to find specified revision ${revision} in history`)
  if (!keeps(target, object.spec.template)) server.patch(actor, object.kind as KindName, object, 'strategic', target.data)
}

/** `kubectl rollout pause` and `resume`, and for what runs to an end `spec.suspend`. Throws CommandError when it is so already. */
export function setResting(server: ApiServer, actor: string, named: Named, verb: 'pause' | 'resume' | 'suspend'): void {
  const object = found(server, actor, named) as Workload & { readonly spec?: { readonly suspend?: boolean } }
  const field = named.kind === 'Deployment' ? 'paused' : named.kind === 'Job' || named.kind === 'CronJob' ? 'suspend' : undefined
  const fits = field && (verb === 'resume' || (verb === 'pause') === (field === 'paused'))
  const doing = verb === 'pause' ? 'pausing' : verb === 'resume' ? 'resuming' : 'suspending'
  if (!fits) throw new CommandError(`${titled(server, named)} ${doing} is not supported`)
  const wanted = verb !== 'resume'
  if (Boolean(object.spec?.[field]) === wanted) {
    const word = field === 'paused' ? 'paused' : 'suspended'
    throw new CommandError(`${titled(server, named)} is ${wanted ? 'already' : 'not'} ${word}`)
  }
  server.patch(actor, named.kind, object, 'strategic', { spec: { [field]: wanted } })
}
