import { ApiError, invalidError, type FieldError } from '../errors'

/** 404 of a path in a group that exists. */
export const noSuchResource = () => new ApiError(404, 'NotFound', 'the server could not find the requested resource')

/** 405. */
export const notAllowed = () =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')

/** 415, with the types that would have been read. */
export const unreadable = (accepted: readonly string[]) =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )

/** 422 of options that make no sense: `PatchOptions.meta.k8s.io "" is invalid: ...`. */
export const badOptions = (kind: string, errors: readonly FieldError[]) =>
  invalidError({ group: 'meta.k8s.io', kind, plural: kind.toLowerCase() }, '', errors)
