import { controllerOf } from '../../api/meta'
import { bytes, milli } from '../../api/quantity'
import { virtualMs } from '../../api/time'
import { podStatusWord, type Container, type ContainerStatus, type Pod } from '../../kube/kinds/pod/api'
import type { ContainerView, Hue, PodState, PodView, ProbeView, Span } from '../frame'
import { appOf } from './hues'

/** What a pod's view needs besides the pod. */
export interface PodFacts {
  readonly hue: Hue
  readonly slot: number
  readonly old: boolean
  /** Is its node's Ready condition Unknown? */
  readonly nodeLost: boolean
  readonly span: Span | null
  readonly probes: (container: string) => readonly ProbeView[]
}

/** Waiting reasons that are no trouble but the way things go. */
const ON_THE_WAY = new Set(['ContainerCreating', 'PodInitializing'])

/** The pod as the stage shows it. */
export function podView(pod: Pod, facts: PodFacts): PodView {
  const { metadata, spec } = pod
  const containers = containersOf(pod, facts)
  const requests = requestsOf(pod)
  return {
    uid: metadata.uid,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    short: shortName(metadata.name),
    app: appOf(pod),
    hue: facts.hue,
    old: facts.old,
    node: spec.nodeName ?? '',
    ...(!spec.nodeName && pod.status?.nominatedNodeName && { nominated: pod.status.nominatedNodeName }),
    slot: facts.slot,
    state: podState(pod, facts.nodeLost),
    status: podStatusWord(pod),
    ready: isReady(pod),
    createdAt: virtualMs(metadata.creationTimestamp),
    span: facts.span,
    restarts: Math.max(0, ...containers.map((container) => container.restarts)),
    exitCode: containers.find((container) => container.exitCode !== null)?.exitCode ?? null,
    containers,
    owner: controllerOf(pod)?.uid ?? '',
    cpu: requests.cpu,
    memory: requests.memory,
  }
}

/** What tells a pod from its siblings: the random end of its name, or name and number of a StatefulSet's. */
function shortName(name: string): string {
  const dash = name.lastIndexOf('-')
  const isNumber = /^\d+$/.test(name.slice(dash + 1))
  const from = isNumber ? name.lastIndexOf('-', dash - 1) : dash
  return name.slice(from + 1).slice(-7)
}

/** The form of a pod: what its status says, put in one word of the stage's grammar. */
export function podState(pod: Pod, nodeLost: boolean): PodState {
  const { phase, containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
  if (pod.metadata.deletionTimestamp) return nodeLost ? 'unknown' : 'term'
  if (phase === 'Succeeded') return 'done'
  if (phase === 'Failed') return 'failed'
  if (!pod.spec.nodeName) return 'pending'
  const statuses = [...initContainerStatuses, ...containerStatuses]
  if (statuses.some(inTrouble)) return 'crash'
  if (phase === 'Pending' || !containerStatuses.some((status) => status.state?.running)) return 'creating'
  return isReady(pod) ? 'ready' : 'notready'
}

const inTrouble = ({ state }: ContainerStatus): boolean => {
  if (state?.waiting) return !ON_THE_WAY.has(state.waiting.reason ?? '')
  return state?.terminated !== undefined && state.terminated.exitCode !== 0
}

/** The Ready condition. */
export const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false

function containersOf(pod: Pod, facts: PodFacts): ContainerView[] {
  const { status } = pod
  const view = (
    container: Container,
    role: ContainerView['role'],
    found: readonly ContainerStatus[] | undefined,
  ): ContainerView => {
    const own = found?.find((candidate) => candidate.name === container.name)
    const { waiting, running, terminated } = own?.state ?? {}
    const last = terminated ?? own?.lastState?.terminated
    return {
      name: container.name,
      role,
      image: container.image ?? '',
      tag: tagOf(container.image ?? ''),
      state: running ? 'running' : terminated ? 'terminated' : 'waiting',
      reason: waiting?.reason ?? terminated?.reason ?? '',
      ready: own?.ready ?? false,
      restarts: own?.restartCount ?? 0,
      exitCode: running ? null : (last?.exitCode ?? null),
      probes: facts.probes(container.name),
    }
  }
  const init = (pod.spec.initContainers ?? []).map((container) =>
    view(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init', status?.initContainerStatuses),
  )
  return [...init, ...pod.spec.containers.map((container) => view(container, 'main', status?.containerStatuses))]
}

/** What fits into a nucleus: the tag's first numbers (`1.27`), else a short name. */
export function tagOf(image: string): string {
  const bare = image.split('@')[0]!
  const slash = bare.lastIndexOf('/')
  const colon = bare.indexOf(':', slash + 1)
  const name = bare.slice(slash + 1, colon < 0 ? undefined : colon)
  const tag = colon < 0 ? '' : bare.slice(colon + 1)
  const version = /^v?(\d+(?:\.\d+)?)/.exec(tag)
  if (version) return version[1]!
  return (tag && tag !== 'latest' ? tag : name).slice(0, 4).replace(/[-_.]+$/, '')
}

const requestCache = new WeakMap<object, { cpu: number; memory: number }>()

/** Requests of the whole pod: containers together, or the largest init container (upstream: resource.PodRequests). */
export function requestsOf(pod: Pod): { cpu: number; memory: number } {
  let requests = requestCache.get(pod.spec.containers)
  if (!requests) {
    const sum = { cpu: 0, memory: 0 }
    const add = (container: Container) => {
      sum.cpu += milli(container.resources?.requests?.['cpu'] ?? 0)
      sum.memory += bytes(container.resources?.requests?.['memory'] ?? 0)
    }
    pod.spec.containers.forEach(add)
    for (const container of pod.spec.initContainers ?? []) if (container.restartPolicy === 'Always') add(container)
    requests = sum
    requestCache.set(pod.spec.containers, requests)
  }
  return requests
}
