import { forbidden, invalid, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import type { Container, ResourceRequirements } from './containerTypes'
import { qosClass } from './qosClass'
import type { Pod } from './types'

const mirror = 'kubernetes.io/config.mirror'
const resizable = new Set(['cpu', 'memory'])

/** What PUT and PATCH of pods/NAME/resize may change: resources and resize policies of containers that stay. */
export function resizedPod(input: Pod, old: Pod): Pod {
  return {
    ...old,
    spec: {
      ...old.spec,
      containers: withSizes(old.spec.containers, input.spec.containers) ?? [],
      ...(old.spec.initContainers && { initContainers: withSizes(old.spec.initContainers, input.spec.initContainers) }),
    },
  }
}

function withSizes(old: readonly Container[] | undefined, input: readonly Container[] | undefined) {
  const sizes = new Map(input?.map((container) => [container.name, container]))
  return old?.map((container) => {
    const { resources, resizePolicy } = sizes.get(container.name) ?? container
    return { ...container, resources, ...(resizePolicy && { resizePolicy }) }
  })
}

/** Checks a new size. Rule: ValidatePodResize. */
export function validateResize(pod: Pod, old: Pod): FieldError[] {
  if ([pod, old].some(({ spec }) => spec.resources?.requests ?? spec.resources?.limits)) {
    return [forbidden('[]', 'pods with pod-level resources cannot be resized')]
  }
  if (old.metadata.annotations?.[mirror] !== undefined) return [forbidden('[]', 'static pods cannot be resized')]
  if (old.spec.os?.name === 'windows') return [forbidden('[]', 'windows pods cannot be resized')]
  const out: FieldError[] = []
  const before = old.status?.qosClass ?? qosClass(old)
  if (before !== qosClass(pod)) out.push(invalid('spec', before, 'Pod QOS Class may not change as a result of resizing'))
  const running = old.status?.containerStatuses?.find((status) => status.state?.running)
  if (running && !(running as { resources?: ResourceRequirements }).resources) {
    out.push(forbidden('spec', 'Pod running on node without support for resize'))
  }
  pod.spec.containers.forEach((container, i) => {
    removed(container.resources, old.spec.containers[i]?.resources, `spec.containers[${i}].resources`, out)
    onlyCpuAndMemory(container, old.spec.containers[i], 'only cpu and memory resources are mutable', out)
  })
  pod.spec.initContainers?.forEach((container, i) => {
    const was = old.spec.initContainers?.[i]
    if (container.restartPolicy === 'Always') {
      removed(container.resources, was?.resources, `spec.initContainers[${i}].resources`, out)
      onlyCpuAndMemory(container, was, 'only cpu and memory resources for sidecar containers are mutable', out)
    } else if (!same(container, was)) out.push(forbidden('spec', 'resources for non-sidecar init containers are immutable'))
  })
  return out
}

function removed(now: ResourceRequirements | undefined, old: ResourceRequirements | undefined, path: string, out: FieldError[]) {
  for (const list of ['requests', 'limits'] as const) {
    const gone = Object.keys(old?.[list] ?? {}).some((name) => now?.[list]?.[name] === undefined)
    if (gone) out.push(forbidden(`${path}.${list}`, `resource ${list} cannot be removed`))
  }
}

function onlyCpuAndMemory(now: Container, old: Container | undefined, why: string, out: FieldError[]) {
  const fixed = (list: Readonly<Record<string, string>> | undefined) =>
    Object.fromEntries(Object.entries(list ?? {}).filter(([name]) => !resizable.has(name)))
  const rest = ({ resources }: Container) => [fixed(resources?.requests), fixed(resources?.limits)]
  if (old && !same(rest(now), rest(old))) out.push(forbidden('spec', why))
}
