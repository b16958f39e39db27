import type { Event } from '../../../src/kube/kinds/event/api'
import type { Pod } from '../../../src/kube/kinds/pod/api'
import { createWorld, type World } from '../../../src/world/world'

/** A pod as YAML; `spec` is what follows under `spec:`, indented by two. */
export const podYaml = (name: string, spec: string, metadata = '') => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
${metadata}spec:
${spec}
`

/** A world of `nodes` nodes that ran a second, in which the text is applied. */
export function started(text: string, nodes = 1): World {
  const world = createWorld({ seed: 1, nodes })
  world.advance(1000)
  world.dispatch({ type: 'apply', file: 'a.yaml', text })
  return world
}

export const pod = (world: World, name: string): Pod | undefined =>
  ([...world.cluster.store.all('Pod')] as Pod[]).find((each) => each.metadata.name === name)

/** `reason: message` of a pod's kubelet events, each once, in order. */
export const kubeletEvents = (world: World, name: string): string[] =>
  ([...world.cluster.store.all('Event')] as Event[])
    .filter((event) => event.involvedObject.name === name && event.source?.component === 'kubelet')
    .map((event) => `${event.reason}: ${event.message}`)

export const condition = (of: Pod | undefined, type: string) => of?.status.conditions?.find((each) => each.type === type)

/** Runs on until something holds; the virtual ms it took, or throws. */
export function until(world: World, holds: () => boolean, within = 120_000): number {
  const from = world.now
  while (!holds()) {
    if (world.now - from > within) throw new Error(`not within ${within} ms`)
    world.advance(world.now + 50)
  }
  return world.now - from
}

export const main = (of: Pod | undefined) => of?.status.containerStatuses?.[0]
