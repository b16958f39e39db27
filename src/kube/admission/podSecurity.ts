import type { AdmissionRequest, AdmissionStep } from '../../api/admission'
import { forbiddenError, invalidError } from '../../api/errors'
import type { KubeObject } from '../../api/meta'
import type { Pod, PodTemplateSpec } from '../kinds/pod/api'
import { containersOf } from '../podsecurity/check'
import { findings, findingsText, labelErrors, levelText, policyOf, type LevelVersion } from '../podsecurity/policy'

type Labels = Readonly<Record<string, string>> | undefined
type Template = Pick<Pod, 'spec'> & { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } }

const WORKLOADS = [
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'PodTemplate',
]

/** Holds pods to the level that their namespace's labels ask for; upstream: the PodSecurity plugin. Nobody is exempt. */
export const podSecurity: AdmissionStep = {
  name: 'PodSecurity',
  by: 'podsecurity',
  kinds: ['Pod', 'Namespace', ...WORKLOADS],
  check(object, old, request) {
    if (object.kind === 'Namespace') return checkNamespace(object, old, request)
    const labels = request.store.get('Namespace', object.metadata.namespace ?? '')?.metadata.labels
    if (!isHeld(labels)) return
    if (object.kind !== 'Pod') {
      const template = templateOf(object)
      if (template?.spec) warn(policyOf(labels, 'warn'), template, request)
      return
    }
    const pod = object as Pod
    if (old && imagesOf(pod) === imagesOf(old as Pod)) return
    const enforced = policyOf(labels, 'enforce')
    const refused = textOf(enforced, pod)
    if (refused)
      throw forbiddenError(
        request.kind,
        pod.metadata.name,
        `violates PodSecurity ${JSON.stringify(levelText(enforced))}: ${refused}`,
      )
    warn(policyOf(labels, 'warn'), pod, request)
  },
}

function isHeld(labels: Labels): boolean {
  for (const label in labels) if (label.startsWith('pod-security.kubernetes.io/')) return true
  return false
}

const textOf = (level: LevelVersion, { spec, metadata }: Template): string =>
  findingsText(findings(level, { spec, annotations: metadata?.annotations ?? {} }))

function warn(level: LevelVersion, pod: Template, request: AdmissionRequest): void {
  const text = textOf(level, pod)
  if (text) request.warn(`would violate PodSecurity ${JSON.stringify(levelText(level))}: ${text}`)
}

const imagesOf = ({ spec }: Pod) =>
  containersOf(spec)
    .map(({ name, image }) => `${name}=${image}`)
    .join()

interface Workload extends KubeObject {
  readonly template?: PodTemplateSpec
  readonly spec?: {
    readonly template?: PodTemplateSpec
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } }
  }
}

const templateOf = (object: KubeObject): Template | undefined => {
  const { template, spec } = object as Workload
  return (template ?? spec?.template ?? spec?.jobTemplate?.spec?.template) as Template | undefined
}

/** Labels must say something; and whoever raises the level is told which pods are below it. Rule: ValidateNamespace of the plugin. */
function checkNamespace(namespace: KubeObject, old: KubeObject | undefined, request: AdmissionRequest): void {
  const { name, labels } = namespace.metadata
  const before = old?.metadata.labels
  const known = new Set(labelErrors(before).map(({ field, value }) => `${field}=${String(value)}`))
  const errors = labelErrors(labels).filter(({ field, value }) => !known.has(`${field}=${String(value)}`))
  if (errors.length) throw invalidError(request.kind, name, errors)
  if (!old) return
  const level = policyOf(labels, 'enforce')
  if (level.level === 'privileged' || levelText(level) === levelText(policyOf(before, 'enforce'))) return
  const byText = new Map<string, string[]>()
  for (const pod of request.store.inNamespace('Pod', name) as readonly Pod[]) {
    const text = findings(level, { spec: pod.spec, annotations: pod.metadata.annotations ?? {} })
      .map(({ reason }) => reason)
      .join(', ')
    if (text) byText.set(text, [...(byText.get(text) ?? []), pod.metadata.name])
  }
  if (!byText.size) return
  request.warn(
    `existing pods in namespace ${JSON.stringify(name)} violate the new PodSecurity enforce level ${JSON.stringify(levelText(level))}`,
  )
  for (const [text, names] of byText) {
    const others = names.length - 1
    const more = others ? ` (and ${others} other pod${others > 1 ? 's' : ''})` : ''
    request.warn(`${[...names].sort()[0]}${more}: ${text}`)
  }
}
