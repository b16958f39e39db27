import { invalid, required, type FieldError } from '../../../api/errors'
import { dns1123Subdomain } from '../../../api/names'
import type { IngressResource } from './types'

/** Checks a reference to an object of any kind in the same place. Rule: validateIngressTypedLocalObjectReference. */
export function validateLocalReference({ apiGroup, kind, name }: IngressResource, path: string, out: FieldError[]): void {
  if (apiGroup !== undefined) {
    for (const message of dns1123Subdomain(apiGroup)) out.push(invalid(`${path}.apiGroup`, apiGroup, message))
  }
  if (!kind) out.push(required(`${path}.kind`, 'kind is required'))
  else for (const message of pathSegment(kind)) out.push(invalid(`${path}.kind`, kind, message))
  if (!name) out.push(required(`${path}.name`, 'name is required'))
  else for (const message of pathSegment(name)) out.push(invalid(`${path}.name`, name, message))
}

/** What may stand between two slashes of a URL. Rule: IsValidPathSegmentName. */
function pathSegment(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`)
}
