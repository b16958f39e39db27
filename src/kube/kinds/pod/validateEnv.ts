import { invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { configMapKey, dns1123Subdomain, envVarName, qualifiedName } from '../../../api/names'
import { formatQuantity, isQuantity, parseQuantity } from '../../../api/quantity'
import type { EnvFromSource, EnvVar, KeySelector, ObjectFieldSelector, ResourceFieldSelector } from './containerTypes'

const envFields = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
])
const volumeFields = new Set(['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid'])
/** What a pod calls its fields at all; others do not even convert. */
const labelsOfFields = new Set([
  ...envFields,
  ...volumeFields,
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.host',
  'status.phase',
])
const resources = ['limits', 'requests'].flatMap((list) =>
  ['cpu', 'ephemeral-storage', 'memory'].map((name) => `${list}.${name}`),
)
const resourceSet = new Set(resources)
const sizes = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']
const sizeText = sizes.join(', ')
/** By what an amount may be divided: the resource's pattern, the divisors, and how messages call both. */
const divisors: readonly (readonly [RegExp, readonly string[], string])[] = [
  [/^(limits|requests)\.cpu$/, ['1m', '1'], '1m and 1 are supported with the cpu resource'],
  [/^(limits|requests)\.memory$/, sizes, `${sizeText} are supported with the memory resource`],
  [/^(limits|requests)\.ephemeral-storage$/, sizes, `${sizeText} are supported with the local ephemeral storage resource`],
  [/^(limits|requests)\.hugepages-/, sizes, `${sizeText} are supported with the hugepages resource`],
]
const noSource = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
const onlyOne = 'may not have more than one field specified at a time'

/** Checks environment variables. Rule: ValidateEnv. */
export function validateEnv(env: readonly EnvVar[] | undefined, path: string, out: FieldError[]): void {
  env?.forEach((one, i) => {
    const at = `${path}[${i}]`
    if (!one.name) out.push(required(`${at}.name`))
    else for (const message of envVarName(one.name)) out.push(invalid(`${at}.name`, one.name, message))
    validateValueFrom(one, `${at}.valueFrom`, out)
  })
}

/** Checks environment variables taken from ConfigMaps and Secrets. Rule: ValidateEnvFrom. */
export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, path: string, out: FieldError[]): void {
  sources?.forEach((source, i) => {
    const at = `${path}[${i}]`
    if (source.prefix) for (const message of envVarName(source.prefix)) out.push(invalid(`${at}.prefix`, source.prefix, message))
    const given = (['configMapRef', 'secretRef'] as const).filter((name) => source[name])
    for (const name of given) {
      const ref = source[name]!.name
      if (!ref) out.push(required(`${at}.${name}.name`))
      else for (const message of dns1123Subdomain(ref)) out.push(invalid(`${at}.${name}.name`, ref, message))
    }
    // The path is the list's, as upstream has it.
    if (given.length === 0) out.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'))
    if (given.length > 1) out.push(invalid(path, '', onlyOne))
  })
}

function validateValueFrom(env: EnvVar, path: string, out: FieldError[]): void {
  const from = env.valueFrom
  if (!from) return
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = from
  if (fieldRef) validateFieldRef(fieldRef, envFields, `${path}.fieldRef`, out)
  if (resourceFieldRef) validateResourceRef(resourceFieldRef, false, `${path}.resourceFieldRef`, out)
  if (configMapKeyRef) validateKey(configMapKeyRef, `${path}.configMapKeyRef`, out)
  if (secretKeyRef) validateKey(secretKeyRef, `${path}.secretKeyRef`, out)
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length
  if (sources === 0) out.push(invalid(path, '', noSource))
  if (env.value) {
    if (sources > 0) out.push(invalid(path, '', 'may not be specified when `value` is not empty'))
  } else if (sources > 1) out.push(invalid(path, '', onlyOne))
}

/** Checks a reference to a field of the pod, from a file of a downwardAPI volume. */
export const validateVolumeFieldRef = (ref: ObjectFieldSelector, path: string, out: FieldError[]) =>
  validateFieldRef(ref, volumeFields, path, out)

function validateFieldRef(ref: ObjectFieldSelector, allowed: ReadonlySet<string>, path: string, out: FieldError[]): void {
  const at = `${path}.fieldPath`
  if (!ref.apiVersion) return void out.push(required(`${path}.apiVersion`))
  if (!ref.fieldPath) return void out.push(required(at))
  const subscript = /^(.*)\['(.*)'\]$/.exec(ref.fieldPath)
  if (subscript) {
    const [, base, key] = subscript
    if (base === 'metadata.annotations' || base === 'metadata.labels') {
      const name = base === 'metadata.annotations' ? key!.toLowerCase() : key!
      for (const message of qualifiedName(name)) out.push(invalid(path, name, message))
    } else
      out.push(invalid(at, ref.fieldPath, `error converting fieldPath: field label does not support subscript: ${ref.fieldPath}`))
  } else if (!labelsOfFields.has(ref.fieldPath)) {
    out.push(invalid(at, ref.fieldPath, `error converting fieldPath: field label not supported: ${ref.fieldPath}`))
  } else if (!allowed.has(ref.fieldPath)) out.push(notSupported(at, ref.fieldPath, [...allowed].sort()))
}

/** Checks a reference to a container's request or limit. Rule: validateContainerResourceFieldSelector. */
export function validateResourceRef(ref: ResourceFieldSelector, inVolume: boolean, path: string, out: FieldError[]): void {
  if (inVolume && !ref.containerName) out.push(required(`${path}.containerName`))
  else if (!ref.resource) out.push(required(`${path}.resource`))
  else if (!resourceSet.has(ref.resource) && !/^(limits|requests)\.hugepages-/.test(ref.resource)) {
    out.push(notSupported(`${path}.resource`, ref.resource, resources))
  }
  const { divisor, resource = '' } = ref
  if (divisor === undefined || !isQuantity(divisor)) return
  const amount = parseQuantity(divisor)
  if (amount.digits === 0n) return
  for (const [pattern, known, words] of divisors) {
    if (!pattern.test(resource) || known.includes(formatQuantity(amount))) continue
    out.push(invalid(`${path}.divisor`, resource, `only divisor's values ${words}`))
  }
}

function validateKey(ref: KeySelector, path: string, out: FieldError[]): void {
  for (const message of dns1123Subdomain(ref.name ?? '')) out.push(invalid(`${path}.name`, ref.name ?? '', message))
  if (!ref.key) out.push(required(`${path}.key`))
  else for (const message of configMapKey(ref.key)) out.push(invalid(`${path}.key`, ref.key, message))
}
