import type { FieldError, FieldErrorType } from '../../../src/api/errors'
import type { KubeObject } from '../../../src/api/meta'
import { dns1123Subdomain } from '../../../src/api/names'
import { validateDaemonSetUpdate, type DaemonSet } from '../../../src/kube/kinds/daemonset/api'
import { nonNegative, validateEphemeralUpdate, type Pod } from '../../../src/kube/kinds/pod/api'
import { validateFixed, type StatefulSet } from '../../../src/kube/kinds/statefulset/api'
import { validateJobCounts, type Job } from '../../../src/kube/kinds/job/api'
import { validateMeta, validateMetaUpdate } from '../../../src/api/validateMeta'
import { defineAdapter, sameSet } from '../adapter'
import { isAllowedNow } from '../claimDrift'
import { asOfNow } from '../drift'
import { kindOf } from '../kinds'

interface Found {
  type: string
  field: string
  detail?: string
}
interface In {
  fn: string
  kind: string
  object?: KubeObject
  newObject?: KubeObject
  oldObject?: KubeObject
}

const words: Record<FieldErrorType, string> = {
  'Required value': 'Required',
  'Invalid value': 'Invalid',
  'Duplicate value': 'Duplicate',
  'Unsupported value': 'NotSupported',
  Forbidden: 'Forbidden',
  'Too long': 'TooLong',
  'Too many': 'TooMany',
  'Not found': 'NotFound',
  'Internal error': 'InternalError',
}

export default defineAdapter<In, { errors: Found[] }>({
  run(input) {
    return { errors: validate(input).map(({ type, field, detail }) => ({ type: words[type], field, detail })) }
  },
  // Texts changed often since they were recorded, types and paths hardly.
  equal(expected, got, { kind, fn, newObject, oldObject }) {
    const isGone = (error: Found) =>
      !stillThere(error) || (fn === 'ValidatePersistentVolumeClaimUpdate' && isAllowedNow(error, newObject!, oldObject!))
    const now = expected.errors.filter((error) => !isGone(error)).flatMap((error) => whereNow(error, expected.errors))
    const isNew = (error: Found) =>
      (kind === 'StatefulSet' && isLater(error)) || (kind === 'Ingress' && isOfV1(error) && !expected.errors.some(isOfV1))
    const told = got.errors.filter((error) => !isNew(error))
    const found = distinctRanges(told.map(({ type, field }) => ({ type, field })))
    return sameSet(now, found)
  },
})

interface Where {
  type: string
  field: string
}

/** The pods, claims and service of a StatefulSet are looked at since 1.34, and then but for two fields. */
const isLater = ({ type, field }: Found) =>
  /^spec\.(template\.spec|volumeClaimTemplates|serviceName)\b/.test(field) &&
  !(field.endsWith('.restartPolicy') && type === 'NotSupported') &&
  !(field.endsWith('.activeDeadlineSeconds') && type === 'Forbidden')

/** Names of secrets were looked at in ingresses of networking/v1 only; which version a case speaks was lost in its vector. */
const isOfV1 = ({ field }: Found) => /^spec\.tls\[\d+\]\.secretName$/.test(field)

/** What is told at other places since it was recorded: by a part of the words, the field of today. */
const moved: readonly (readonly [string, (field: string) => string])[] = [
  // Releasing a second address was told at the addresses, and is told at the policy since 1.21.
  ['`ipFamilyPolicy` ', () => 'spec.ipFamilyPolicy'],
  ['must match `hostPort` when `hostNetwork` is true', (field) => field.replace(/containerPort$/, 'hostPort')],
]

/** What is told as another type of error since, by a part of the words and the field. */
const retyped: readonly (readonly [string, string, string])[] = [
  ['ExternalTrafficPolicy must be empty', 'spec.externalTrafficPolicy', 'NotSupported'],
  // A daemon set may exceed its pods instead since 1.21, so that it is told what is missing.
  ['cannot be 0', 'spec.updateStrategy.rollingUpdate.maxUnavailable', 'Required'],
]

/** Where an error is told now. Of a node's spec each field is told by itself since 1.34. */
function whereNow({ type, field, detail = '' }: Found, all: readonly Found[]): Where[] {
  if (detail.startsWith('node updates may only change')) {
    return all.some((other) => other.field !== field && other.type === type) ? [] : [{ type, field: 'spec.externalID' }]
  }
  const place = moved.find(([words]) => detail.startsWith(words))
  const other = retyped.find(([words, at]) => field === at && detail.startsWith(words))
  return [{ type: other ? other[2] : type, field: place ? place[1](field) : fieldNow(field) }]
}

/** Address ranges are told one by one since 1.33; one error was for all of them before. */
function distinctRanges(errors: readonly Where[]): Where[] {
  const seen = new Set<string>()
  return errors.flatMap(({ type, field }) => {
    if (!/load-?balancer-?source-?ranges/i.test(field)) return [{ type, field }]
    const whole = field.replace(/\[\d+\]$/, '')
    const key = `${type} ${whole}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ type, field: whole }]
  })
}

/**
 * A pod affinity's selector was told under a wrong name until 1.22, an ephemeral container's place twice, a host alias without its place,
 * the key of an SSH secret with a format's verb.
 */
const fieldNow = (field: string) =>
  field
    .replace('.matchExpressions.match', '.labelSelector.match')
    .replace(/(ephemeralContainers\[\d+\])\[\d+\]/, '$1')
    .replace('data[%s]', 'data')

/** Fields that were taken out of the API since: a Service's topologyKeys in 1.22, a Deployment's rollback with extensions/v1beta1. */
const goneFields = ['spec.topologyKeys', 'spec.rollback']

/** Pods may have huge pages of several sizes since 1.20's gate for it is always on. */
const stillThere = ({ field, detail }: Found) =>
  !goneFields.some((gone) => field.startsWith(gone)) && detail !== 'must use a single hugepage size in a pod spec'

/** Functions that leave the metadata of an update to those who call them. */
const checkedElsewhere = new Set(['ValidatePersistentVolumeUpdate'])

/** Functions that look at less than the server does for the same request. */
const functions: Partial<Record<string, (object: KubeObject, old: KubeObject) => readonly FieldError[]>> = {
  // What a status may become is a rule of the server's strategy.
  ValidateJobUpdateStatus: (object) => validateJobCounts(object as Job),
  ValidateReplicaSetUpdate: (object) => kindOf('ReplicaSet').validate!(object),
  ValidateDeploymentUpdate: (object) => kindOf('Deployment').validate!(object),
  // That the selector stays is a rule of the server's strategy.
  ValidateDaemonSetUpdate: (object, old) => validateDaemonSetUpdate(object as DaemonSet, old as DaemonSet),
  // 1.20 looked in here at changes only, and at the rest elsewhere.
  ValidateStatefulSetUpdate: (object, old) => [
    ...validateFixed(object as StatefulSet, old as StatefulSet),
    ...nonNegative((object as StatefulSet).spec, ['replicas'], 'spec'),
  ],
}

function validate({ fn, kind: name, object: given, newObject, oldObject }: In): readonly FieldError[] {
  const object = asOfNow(given)
  const kind = kindOf(name)
  if (object) {
    const meta = validateMeta(object.metadata ?? {}, kind.namespaced, kind.validateName ?? dns1123Subdomain)
    return [...meta, ...(kind.validate?.(object) ?? [])]
  }
  if (!newObject || !oldObject) throw new Error('neither object nor newObject and oldObject')
  if (fn === 'ValidatePodEphemeralContainersUpdate') return validateEphemeralUpdate(newObject as Pod, oldObject as Pod)
  const own = functions[fn]?.(newObject, oldObject)
  const meta = checkedElsewhere.has(fn) ? [] : validateMetaUpdate(newObject.metadata ?? {}, oldObject.metadata ?? {})
  const finalize = kind.subresources?.find((one) => one.name === 'finalize')?.validate
  const update = /(StatusUpdate|UpdateStatus)$/.test(fn)
    ? kind.validateStatusUpdate
    : fn.endsWith('FinalizeUpdate')
      ? finalize
      : kind.validateUpdate
  return [...meta, ...(own ?? (update ?? kind.validate)?.(newObject, oldObject) ?? [])]
}
