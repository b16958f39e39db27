import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import { dns1123Subdomain } from '../../../api/names'
import { validateResourceRef, validateVolumeFieldRef } from './validateEnv'
import { fileMode, need, nonReserved } from './validatePaths'
import { validateSelector } from './validateSelector'
import type { DownwardAPIVolumeFile, KeyToPath, VolumeProjection } from './volumeTypes'

const shortest = 600
const kinds = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'] as const

/** Checks which keys become which files. Rule: validateKeyToPath. */
export function keysToPaths(items: readonly KeyToPath[] | undefined, path: string, out: FieldError[]): void {
  items?.forEach((item, i) => {
    const at = `${path}.items[${i}]`
    need(item, ['key', 'path'], at, out)
    nonReserved(item.path ?? '', `${at}.path`, out)
    fileMode(item.mode, `${at}.mode`, out)
  })
}

/** Checks a file that holds a field of the pod. The path is the volume's, as upstream has it. Rule: validateDownwardAPIVolumeFile. */
export function downwardFile(file: DownwardAPIVolumeFile, path: string, out: FieldError[]): void {
  need(file, ['path'], path, out)
  nonReserved(file.path ?? '', `${path}.path`, out)
  if (file.fieldRef) {
    validateVolumeFieldRef(file.fieldRef, `${path}.fieldRef`, out)
    if (file.resourceFieldRef) {
      out.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    }
  } else if (file.resourceFieldRef) validateResourceRef(file.resourceFieldRef, true, `${path}.resourceFieldRef`, out)
  else out.push(required(path, 'one of fieldRef and resourceFieldRef is required'))
  fileMode(file.mode, `${path}.mode`, out)
}

/** Checks sources that share one folder. Rule: validateProjectionSources. */
export function projections(sources: readonly VolumeProjection[], path: string, out: FieldError[]): void {
  const seen = new Set<string>()
  const claim = (target: string | undefined, whose: string | undefined) => {
    if (!target) return
    if (seen.has(target)) out.push(invalid(path, whose ?? '', 'conflicting duplicate paths'))
    seen.add(target)
  }
  sources.forEach((source, i) => {
    const at = `${path}.sources[${i}]`
    for (const kind of ['secret', 'configMap'] as const) {
      const given = source[kind]
      if (!given) continue
      need(given, ['name'], `${at}.${kind}`, out)
      keysToPaths(given.items, `${at}.${kind}`, out)
      for (const item of given.items ?? []) claim(item.path, given.name)
    }
    source.downwardAPI?.items?.forEach((file) => {
      downwardFile(file, `${at}.downwardAPI`, out)
      claim(file.path, file.path)
    })
    if (source.serviceAccountToken) token(source.serviceAccountToken, at, path, out)
    if (source.clusterTrustBundle) {
      trustBundle(source.clusterTrustBundle, `${at}.clusterTrustBundle`, out)
      claim(source.clusterTrustBundle.path, source.clusterTrustBundle.path)
    }
    if (kinds.filter((kind) => source[kind]).length > 1) {
      out.push(forbidden(at, 'may not specify more than 1 volume type per source'))
    }
  })
}

type Token = NonNullable<VolumeProjection['serviceAccountToken']>

function token({ expirationSeconds = 3600, path }: Token, at: string, volume: string, out: FieldError[]): void {
  const seconds = `${at}.serviceAccountToken.expirationSeconds`
  if (expirationSeconds < shortest) {
    out.push(invalid(seconds, expirationSeconds, 'may not specify a duration less than 10 minutes'))
  }
  if (expirationSeconds > 2 ** 32) {
    out.push(invalid(seconds, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'))
  }
  // The path of the error is the volume's, as upstream has it.
  if (path) nonReserved(path, `${volume}.path`, out)
  else out.push(required(`${volume}.path`))
}

type TrustBundle = NonNullable<VolumeProjection['clusterTrustBundle']>

function trustBundle(bundle: TrustBundle, at: string, out: FieldError[]): void {
  const { name, signerName, labelSelector, path } = bundle
  if (name !== undefined && signerName !== undefined) {
    out.push(invalid(at, bundle, 'only one of name and signerName may be used'))
  } else if (name !== undefined) {
    if (!name) out.push(required(`${at}.name`, 'must be a valid object name'))
    for (const message of dns1123Subdomain(name.split(':').at(-1)!)) {
      out.push(invalid(`${at}.name`, name, `not a valid clustertrustbundlename: ${message}`))
    }
    if (labelSelector) {
      out.push(invalid(`${at}.labelSelector`, labelSelector, 'labelSelector must be unset if name is specified'))
    }
  } else if (signerName !== undefined) {
    if (!signerName) out.push(required(`${at}.signerName`, 'must be a valid signer name'))
    validateSelector(labelSelector, `${at}.labelSelector`, out)
  } else out.push(required(at, 'either name or signerName must be specified'))
  need(bundle, ['path'], at, out)
  nonReserved(path ?? '', `${at}.path`, out)
}
