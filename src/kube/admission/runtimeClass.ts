import type { AdmissionStep } from '../../api/admission'
import { forbiddenError } from '../../api/errors'
import { same } from '../../api/freeze'
import type { Draft } from '../../api/meta'
import podKind, { type Pod, type Toleration } from '../kinds/pod/api'
import type { RuntimeClass } from '../kinds/runtimeclass/api'

/**
 * A pod of a runtime class costs what the class says and runs where the class can be had; upstream: the RuntimeClass plugin.
 * Throws Forbidden for a class that does not exist and for a pod that says otherwise than its class.
 */
export const runtimeClass: AdmissionStep = {
  name: 'RuntimeClass',
  kinds: ['Pod'],
  admit(draft, { store }) {
    const pod = draft as Draft<Pod>
    const { runtimeClassName, overhead } = pod.spec
    if (!runtimeClassName && !overhead) return draft
    const refuse = (why: string) => forbiddenError(podKind, pod.metadata.name || pod.metadata.generateName || '', why)
    const found = runtimeClassName ? (store.get('RuntimeClass', runtimeClassName) as RuntimeClass | undefined) : undefined
    if (runtimeClassName && !found) throw refuse(`pod rejected: RuntimeClass ${JSON.stringify(runtimeClassName)} not found`)
    const fixed = found?.overhead?.podFixed
    if (overhead && !fixed) {
      throw refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
    }
    if (overhead && !same(overhead, fixed)) {
      throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
    }
    const spec = { ...pod.spec, ...(fixed && { overhead: fixed }) }
    return { ...pod, spec: found?.scheduling ? scheduled(spec, found.scheduling, refuse) : spec } as Draft
  },
}

function scheduled(
  spec: Pod['spec'],
  { nodeSelector, tolerations = [] }: NonNullable<RuntimeClass['scheduling']>,
  refuse: (why: string) => Error,
): Pod['spec'] {
  const own = spec.nodeSelector ?? {}
  for (const [key, value] of Object.entries(nodeSelector ?? {})) {
    if (own[key] === undefined || own[key] === value) continue
    throw refuse(`conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`)
  }
  const given = spec.tolerations ?? []
  const added = tolerations.filter((one) => !given.some((other) => tolerates(other, one)))
  return {
    ...spec,
    ...(nodeSelector && { nodeSelector: { ...own, ...nodeSelector } }),
    ...(added.length && { tolerations: [...given, ...added] }),
  }
}

/** Does one toleration take in all that another does? Of equal ones one is enough. */
const tolerates = (one: Toleration, other: Toleration): boolean =>
  same({ operator: 'Equal', ...one }, { operator: 'Equal', ...other }) ||
  (one.operator === 'Exists' &&
    (!one.key || one.key === other.key) &&
    (!one.effect || one.effect === other.effect) &&
    (one.tolerationSeconds === undefined || one.tolerationSeconds === other.tolerationSeconds))
