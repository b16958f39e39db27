import { controllerRef, type Draft, type KubeObject } from '../../api/meta'
import type { Pod, PodTemplateSpec } from '../kinds/pod/api'

/** The label by which a Deployment tells its ReplicaSets and their pods apart. */
export const POD_TEMPLATE_HASH = 'pod-template-hash'

/** A pod as its owner's template wants it, named `OWNER-` and five letters by the API server. */
export const podFrom = (template: PodTemplateSpec, owner: KubeObject): Draft<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: `${owner.metadata.name}-`,
    namespace: owner.metadata.namespace,
    labels: template.metadata?.labels,
    annotations: template.metadata?.annotations,
    finalizers: template.metadata?.finalizers,
    ownerReferences: [controllerRef(owner)],
  },
  spec: template.spec,
  status: { phase: 'Pending' },
})

/**
 * Short name of a template: equal for equal templates whatever the order of their fields. FNV-32a like upstream's, over canonical JSON
 * instead of Go's dump, and so another value than a real cluster gives. `collisions` makes a new name when one is taken.
 */
export function templateHash(template: PodTemplateSpec, collisions?: number): string {
  let hash = fnv(FNV_START, textOf(template))
  if (collisions !== undefined) hash = fnv(hash, `/${collisions}`)
  return safeEncode(String(hash))
}

/** Are two templates the same but for the hash label? Upstream: EqualIgnoreHash. */
export const sameTemplate = (a: PodTemplateSpec, b: PodTemplateSpec): boolean => a === b || textOf(a) === textOf(b)

/** The template without the hash label, as a rollback puts it back. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const labels = template.metadata?.labels
  if (labels?.[POD_TEMPLATE_HASH] === undefined) return template
  const { [POD_TEMPLATE_HASH]: _, ...rest } = labels
  return { ...template, metadata: { ...template.metadata, labels: rest } }
}

/** The hash of a text, carried on from an earlier one; FNV-32a. */
export function fnv(start: number, text: string): number {
  let hash = start
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Where FNV-32a begins. */
export const FNV_START = 0x811c9dc5

/** Digits as letters that make no words; upstream: rand.SafeEncodeString. */
export function safeEncode(text: string): string {
  let encoded = ''
  for (let i = 0; i < text.length; i++) encoded += ALPHABET[text.charCodeAt(i) % ALPHABET.length]
  return encoded
}

/** Templates are frozen and looked at with every change of a pod, so each is written out once only. */
const texts = new WeakMap<PodTemplateSpec, string>()

function textOf(template: PodTemplateSpec): string {
  let text = texts.get(template)
  if (text === undefined) {
    text = canonical(withoutHash(template))
    texts.set(template, text)
  }
  return text
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** JSON with sorted keys; what is null, undefined or an empty object or list is left out, as the API server's form leaves it out. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Readonly<Record<string, unknown>>
  const parts: string[] = []
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key]
    if (field === undefined || field === null || isHollow(field)) continue
    parts.push(`${JSON.stringify(key)}:${canonical(field)}`)
  }
  return `{${parts.join(',')}}`
}

const isHollow = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0
