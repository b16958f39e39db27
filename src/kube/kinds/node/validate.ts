import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { cidr, isIPv4 } from '../../../api/ip'
import { labelValue } from '../../../api/names'
import { validateAmount, validateLabelName } from '../pod/api'
import type { Node, NodeSpec, Taint } from './types'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const avoidPods = 'scheduler.alpha.kubernetes.io/preferAvoidPods'

/** Checks a node. Rule: ValidateNode. */
export function validateNode(node: Node): FieldError[] {
  return [
    ...avoidErrors(node),
    ...taintErrors(node.spec?.taints ?? []),
    ...amountErrors(node),
    ...cidrErrors(node.spec?.podCIDRs ?? []),
  ]
}

/** Checks a replaced node: names given by the outside stay. Rule: ValidateNodeUpdate. */
export function validateNodeUpdate(node: Node, old: Node): FieldError[] {
  const out = [...avoidErrors(node), ...amountErrors(node)]
  const [spec, before] = [node.spec ?? {}, old.spec ?? {}]
  const seen = new Set<string>()
  node.status?.addresses?.forEach((address, i) => {
    const key = `${address.type}/${address.address}`
    if (seen.has(key)) out.push(duplicate(`status.addresses[${i}]`, address))
    seen.add(key)
  })
  const [now, given] = [cidrs(spec), cidrs(before)]
  const moved = given.length === now.length ? given.filter((one, i) => one !== now[i]).length : given.length && 1
  for (let i = 0; i < moved; i++)
    out.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
  if (before.providerID && spec.providerID !== before.providerID)
    out.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  out.push(...taintErrors(spec.taints ?? []))
  if ((spec.externalID ?? '') !== (before.externalID ?? '')) out.push(forbidden('spec.externalID', 'may not be updated'))
  return out
}

const cidrs = (spec: NodeSpec) => spec.podCIDRs ?? (spec.podCIDR ? [spec.podCIDR] : [])

/** The path says metadata, as upstream's does. */
function taintErrors(taints: readonly Taint[]): FieldError[] {
  const out: FieldError[] = []
  const pairs = new Set<string>()
  taints.forEach((taint, i) => {
    const at = `metadata.taints[${i}]`
    validateLabelName(taint.key, `${at}.key`, out)
    const messages = labelValue(taint.value ?? '')
    if (messages.length) out.push(invalid(`${at}.value`, taint.value, messages.join(';')))
    if (!taint.effect) out.push(required(`${at}.effect`))
    else if (!effects.includes(taint.effect)) out.push(notSupported(`${at}.effect`, taint.effect, effects))
    const pair = `${taint.key}:${taint.effect}`
    if (pairs.has(pair)) out.push({ ...duplicate(at, taint), detail: 'taints must be unique by key and effect pair' })
    pairs.add(pair)
  })
  return out
}

function amountErrors({ status }: Node): FieldError[] {
  const out: FieldError[] = []
  for (const list of ['capacity', 'allocatable'] as const) {
    for (const [name, amount] of Object.entries(status?.[list] ?? {})) validateAmount(name, amount, `status.${list}.${name}`, out)
  }
  return out
}

function cidrErrors(list: readonly string[]): FieldError[] {
  const out: FieldError[] = []
  list.forEach((one, i) => {
    if (cidr(one).length) out.push(invalid(`spec.podCIDRs[${i}]`, one, cidr(one)[0]!))
    else if (list.indexOf(one) < i) out.push(duplicate(`spec.podCIDRs[${i}]`, one))
  })
  const four = list.map((one) => isIPv4(one.split('/')[0]!))
  if (list.length > 2 || (list.length === 2 && four[0] === four[1])) {
    out.push(invalid('spec.podCIDRs', list, 'may specify no more than one CIDR for each IP family'))
  }
  return out
}

interface AvoidPods {
  readonly preferAvoidPods?: readonly { readonly podSignature?: { readonly podController?: { readonly controller?: boolean } } }[]
}

/** An annotation of old by which a node asks to be spared a controller's pods. Rule: ValidateAvoidPodsInNodeAnnotations. */
function avoidErrors({ metadata }: Node): FieldError[] {
  const text = metadata.annotations?.[avoidPods]
  if (!text) return []
  const path = `metadata.annotations.${avoidPods}`
  const parsed = parse(text)
  if (!parsed) return [invalid('metadata.annotations.AvoidPods', avoidPods, 'invalid character in annotation')]
  return (parsed.preferAvoidPods ?? []).flatMap(({ podSignature }, i) => {
    const controller = podSignature?.podController
    if (!controller) return [required(`${path}[${i}].PodSignature`)]
    return controller.controller
      ? []
      : [invalid(`${path}[${i}].PodSignature.PodController.Controller`, false, 'must point to a controller')]
  })
}

function parse(text: string): AvoidPods | undefined {
  try {
    return JSON.parse(text) as AvoidPods
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
