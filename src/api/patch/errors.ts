import { ApiError } from '../errors'

/**
 * A patch that cannot be applied. `code` is what the API server answers: 400 for a patch that makes no sense, 422 for one
 * that does not fit this object, 500 for what upstream did not foresee. kubectl's `--local` prints the message itself.
 */
export class PatchError extends Error {
  constructor(
    message: string,
    readonly code: 400 | 422 | 500 = 500,
  ) {
    super(message)
  }
}

/** Live state and manifest both changed a field, and the caller did not ask to overwrite. Message: mergepatch.ErrConflict. */
export class PatchConflict extends PatchError {}

/** The answer of the API server to a failed patch; a 422 hides its reason, as the real one does. */
export function patchApiError(error: PatchError): ApiError {
  if (error.code === 400) return new ApiError(400, 'BadRequest', error.message)
  if (error.code === 422) return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request')
  return new ApiError(500, 'InternalError', error.message)
}
