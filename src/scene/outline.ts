import type { NodeView, Phrase, PodView, ServiceView } from '../world/frame'
import { waitingPods } from './hit'
import { joiningNodes } from './joining'
import type { StageModel } from './model'
import { keepersOf } from './nodeCard'
import { furnitureItems } from './outlineFurniture'
import { item, type OutlineItem } from './outlineItem'
import { phrase } from './say'

/** The tree of the stage: control plane, nodes with their pods in slot order, Services, and what has no place yet. */
export function outline(model: StageModel): OutlineItem {
  const waiting = waitingPods(model).flatMap((uid) => {
    const pod = model.pods.get(uid)
    return pod ? [podItem(pod)] : []
  })
  const ghosts = model.ghosts.map((ghost) => {
    if (ghost.pod) {
      const values = { name: model.pods.get(ghost.pod)?.name ?? '', node: ghost.node }
      return item(ghost.key, 'ghost', phrase('outline.reserved', values), [], 'ghost', ghost.hue)
    }
    const app = model.drift.find((one) => one.uid === ghost.owner)?.name ?? ghost.key
    return item(ghost.key, 'ghost', phrase('outline.ghost', { app }), [], 'ghost', ghost.hue)
  })
  const pending = [...waiting, ...ghosts]
  const coming = joiningNodes(model).map(({ name, pool }) =>
    item(`joining:${name}`, 'group', phrase('outline.joining', { name, pool: pool.name })),
  )
  const nodes = [...model.nodes.map((node) => nodeItem(model, node)), ...coming]
  const services = model.services.map(serviceItem)
  return item('stage', 'group', phrase('outline.stage'), [
    ...planeItems(model),
    item('nodes', 'group', phrase('outline.nodes', { count: model.nodes.length }), nodes),
    ...(services.length ? [item('services', 'group', phrase('outline.services', { count: services.length }), services)] : []),
    ...furnitureItems(model),
    ...(pending.length ? [item('pending', 'group', phrase('outline.pending', { count: pending.length }), pending)] : []),
  ])
}

function planeItems(model: StageModel): OutlineItem[] {
  const { plane } = model
  if (!plane) return []
  const running = (up: boolean, what: string, label: Phrase): Phrase => (up ? label : phrase('outline.stopped', { what }))
  const { apiserver, etcd, scheduler } = plane
  const api = phrase('outline.api', { request: apiserver.request, code: apiserver.code })
  const controllers = plane.controllers.map((one) =>
    item(`controller:${one.name}`, 'controller', running(one.up, one.title, phrase('outline.controller', { name: one.title }))),
  )
  return [
    item('plane', 'group', phrase('outline.plane'), [
      item('apiserver', 'apiserver', running(apiserver.up, 'API server', api)),
      item('etcd', 'etcd', running(etcd.up, 'etcd', phrase('outline.etcd', { revision: etcd.revision }))),
      item(
        'scheduler',
        'scheduler',
        running(scheduler.up, 'kube-scheduler', phrase('outline.scheduler', { count: scheduler.queue.length })),
      ),
      ...controllers,
    ]),
  ]
}

function nodeItem(model: StageModel, node: NodeView): OutlineItem {
  const pods = (model.places.get(node.name)?.slots ?? []).flatMap((uid) => {
    const pod = uid === undefined ? undefined : model.pods.get(uid)
    return pod ? [podItem(pod)] : []
  })
  const state = node.ready === 'True' ? 'Ready' : 'NotReady'
  const key = node.draining ? 'outline.node.draining' : node.unschedulable ? 'outline.node.cordoned' : 'outline.node'
  const values = { name: node.name, state, count: pods.length, ...(node.draining && { left: node.draining.left }) }
  const budgets = keepersOf(model, node)
  return item(node.uid, 'node', budgets ? phrase('outline.node.kept', { ...values, budgets }) : phrase(key, values), pods)
}

// Of a thousand pods few change between two looks.
const told = new WeakMap<PodView, OutlineItem>()

function podItem(pod: PodView): OutlineItem {
  let known = told.get(pod)
  if (!known) told.set(pod, (known = newPodItem(pod)))
  return known
}

function newPodItem(pod: PodView): OutlineItem {
  const state =
    pod.state === 'ready'
      ? 'Ready'
      : pod.state === 'notready' && pod.status === 'Running'
        ? 'Running, not ready'
        : pod.status || pod.state
  const values = { name: pod.name, state }
  if (pod.nominated)
    return item(pod.uid, 'pod', phrase('outline.pod.waits', { ...values, node: pod.nominated }), [], pod.state, pod.hue)
  const label = pod.restarts
    ? phrase('outline.pod.restarts', { ...values, restarts: pod.restarts })
    : phrase('outline.pod', values)
  return item(pod.uid, 'pod', label, [], pod.state, pod.hue)
}

const serviceItem = (service: ServiceView): OutlineItem =>
  item(
    service.uid,
    'service',
    phrase('outline.service', { name: service.name, type: service.type, count: service.endpoints.length }),
    [],
    '',
    service.hue,
  )
