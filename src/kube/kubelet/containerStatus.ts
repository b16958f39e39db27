import { timestamp } from '../../api/time'
import type { ContainerContext, Finished } from '../../runtime/container.machine'
import { parseImage } from '../../runtime/imageRef'
import { manifestOf } from '../../runtime/registry'
import type { Container, ContainerState, ContainerStatus } from '../kinds/pod/api'
import { isSidecar } from './podPhase'
import { containerKey, type PodRecord, type Shared } from './shared'

/** The statuses of a pod's containers; upstream: convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go. */
export function containerStatuses(
  shared: Shared,
  record: PodRecord,
): { readonly init: ContainerStatus[]; readonly main: ContainerStatus[] } {
  const { spec } = record.pod
  const waits = spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating'
  return {
    init: spec.initContainers?.map((each) => statusOf(shared, record, each, waits, true)) ?? [],
    main: spec.containers.map((each) => statusOf(shared, record, each, waits, false)),
  }
}

function statusOf(shared: Shared, { uid }: PodRecord, container: Container, waits: string, init: boolean): ContainerStatus {
  const id = containerKey(uid, container.name)
  const instance = shared.containers.host.get(id)
  const context = instance?.context
  const flags = shared.flags.get(id)
  const state = context ? stateOf(instance.state, context, container, waits) : { waiting: { reason: waits } }
  const running = state.running !== undefined
  const known = context !== undefined && (running || context.finished !== undefined || context.previous !== undefined)
  const finished = context?.finished
  const last = state.terminated ? context?.previous : (finished ?? context?.previous)
  const containerID = running ? context!.containerID : (finished ?? context?.previous)?.containerID
  const { allocated, actual } = shared.resizer.sizesOf(uid, container)
  return {
    name: container.name,
    state,
    lastState: last ? { terminated: terminated(last) } : NO_STATE,
    ready: init && !isSidecar(container) ? state.terminated?.exitCode === 0 : running && (flags?.ready ?? false),
    restartCount: context?.restarts ?? 0,
    image: known ? nameOf(container.image) : container.image,
    imageID: known ? imageID(container.image) : '',
    containerID: containerID || undefined,
    started: running ? (flags?.started ?? false) : false,
    allocatedResources: allocated?.requests,
    resources: running && (actual?.requests || actual?.limits) ? actual : undefined,
  }
}

/** What was before the first run. */
const NO_STATE: ContainerState = Object.freeze({})

function stateOf(state: string, context: ContainerContext, container: Container, waits: string): ContainerState {
  switch (state) {
    case 'running':
    case 'beforeStop':
    case 'stopping':
    case 'killing':
      return { running: { startedAt: timestamp(context.startedAt) } }
    default:
      // What went wrong is shown until it is mended; between two runs the runtime still shows the last one.
      if (context.reason) return { waiting: { reason: context.reason, message: waitingMessage(context, container) } }
      return context.finished ? { terminated: terminated(context.finished) } : { waiting: { reason: waits } }
  }
}

const waitingMessage = ({ reason, message }: ContainerContext, { image }: Container) =>
  reason === 'ImagePullBackOff' ? `Back-off pulling image "${image}": ErrImagePull: ${message}` : message

/** A run that never began carries the zero of Unix time, as containerd reports it. */
const ZERO_TIME = '1970-01-01T00:00:00Z'

const terminated = ({
  code,
  reason,
  message,
  startedAt,
  at,
  containerID,
}: Finished): NonNullable<ContainerState['terminated']> => ({
  exitCode: code,
  reason,
  ...(message !== undefined && { message }),
  startedAt: startedAt < 0 ? ZERO_TIME : timestamp(startedAt),
  finishedAt: timestamp(at),
  containerID,
})

const nameOf = (image: string): string => parseImage(image)?.name ?? image

const imageIDs = new Map<string, string>()

function imageID(image: string): string {
  let id = imageIDs.get(image)
  if (id === undefined) {
    const ref = parseImage(image)
    id = ref ? `${ref.registry}/${ref.repository}@${manifestOf(ref).digest}` : ''
    if (imageIDs.size > 10_000) imageIDs.clear()
    imageIDs.set(image, id)
  }
  return id
}
