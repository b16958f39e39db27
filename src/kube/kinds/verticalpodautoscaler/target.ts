import type { KubeObject, LabelSelector } from '../../../api/meta'
import type { VerticalPodAutoscaler } from './types'

interface Selecting extends KubeObject {
  readonly spec?: {
    readonly selector?: LabelSelector | Readonly<Record<string, string>>
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly metadata?: KubeObject['metadata'] } } }
  }
}

/** Which pods are a workload's; undefined when it selects none. */
export function selectorOf(target: KubeObject): LabelSelector | undefined {
  const { selector, jobTemplate } = (target as Selecting).spec ?? {}
  const labels = jobTemplate?.spec?.template?.metadata?.labels
  if (labels) return { matchLabels: labels }
  if (!selector || !Object.keys(selector).length) return undefined
  if ('matchLabels' in selector || 'matchExpressions' in selector) return selector as LabelSelector
  return { matchLabels: selector as Readonly<Record<string, string>> }
}

/** `Deployment default/web does not exist`. */
export const missingTarget = ({ metadata, spec: { targetRef } }: VerticalPodAutoscaler): string =>
  `${targetRef.kind} ${metadata.namespace}/${targetRef.name} does not exist`
