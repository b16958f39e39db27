import type { Draft } from '../../../api/meta'
import { podFrom } from '../../workload/template'
import type { Container, Pod, PodTemplateSpec } from '../pod/api'
import type { Job } from './api'
import { COMPLETION_INDEX, TRACKING } from './names'
import { isLimitedPerIndex } from './podStates'
import { takenOver } from './tally'

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX'

/** The longest prefix to which five letters are added. */
const LONGEST_PREFIX = 58

/** A pod of a Job; with `index`, the one that works on it in the place of `predecessor`. Rule: manageJob. */
export function jobPod(job: Job, index?: number, predecessor?: Pod): Draft<Pod> {
  const { template } = job.spec
  const finalizers = template.metadata?.finalizers ?? []
  const tracked = finalizers.includes(TRACKING) ? finalizers : [...finalizers, TRACKING]
  if (index === undefined) {
    const plain = podFrom(template, job)
    return { ...plain, metadata: { ...plain.metadata, finalizers: tracked } }
  }
  const draft = podFrom(withVariable(template), job)
  const { labels, annotations } = draft.metadata
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      generateName: indexedPrefix(job.metadata.name, index),
      labels: { ...labels, [COMPLETION_INDEX]: String(index) },
      annotations: {
        ...annotations,
        [COMPLETION_INDEX]: String(index),
        ...(isLimitedPerIndex(job) && takenOver(job, predecessor)),
      },
      finalizers: tracked,
    },
    spec: { ...draft.spec, hostname: `${job.metadata.name}-${index}` },
  }
}

/** How the names of an index's pods begin. Rule: podGenerateNameWithIndex. */
export function indexedPrefix(job: string, index: number): string {
  const tail = `-${index}-`
  return job.slice(0, LONGEST_PREFIX - tail.length) + tail
}

// A Job of a thousand indexes makes a thousand pods of one template.
const withVariables = new WeakMap<PodTemplateSpec, PodTemplateSpec>()

/** The template with the index in the environment of every container. */
function withVariable(template: PodTemplateSpec): PodTemplateSpec {
  let result = withVariables.get(template)
  if (!result) {
    const { containers, initContainers } = template.spec
    const spec = {
      ...template.spec,
      containers: containers.map(knowing),
      ...(initContainers && { initContainers: initContainers.map(knowing) }),
    }
    result = { ...template, spec }
    withVariables.set(template, result)
  }
  return result
}

function knowing(container: Container): Container {
  const { env = [] } = container
  if (env.some(({ name }) => name === INDEX_VARIABLE)) return container
  const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` }
  return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom: { fieldRef } }] }
}
