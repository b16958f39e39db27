/** Why a field was refused; the word that Kubernetes prints and puts into `details.causes` (field.ErrorType). */
export type FieldErrorType =
  | 'Required value'
  | 'Invalid value'
  | 'Duplicate value'
  | 'Unsupported value'
  | 'Forbidden'
  | 'Too long'
  | 'Too many'
  | 'Not found'
  | 'Internal error'

/** One refused field; upstream: field.Error. */
export interface FieldError {
  readonly type: FieldErrorType
  /** As in `spec.template.spec.containers[0].image`. */
  readonly field: string
  /** The offending value, for the types that print it. */
  readonly value?: unknown
  readonly detail: string
}

/** Makers of field errors, named as upstream's field package names them. */
export const required = (field: string, detail = ''): FieldError => ({ type: 'Required value', field, detail })
export const invalid = (field: string, value: unknown, detail: string): FieldError => ({
  type: 'Invalid value',
  field,
  value,
  detail,
})
export const duplicate = (field: string, value: unknown): FieldError => ({ type: 'Duplicate value', field, value, detail: '' })
export const forbidden = (field: string, detail: string): FieldError => ({ type: 'Forbidden', field, detail })
export const notFound = (field: string, value: unknown): FieldError => ({ type: 'Not found', field, value, detail: '' })
export const tooLong = (field: string, max: number): FieldError => ({
  type: 'Too long',
  field,
  detail: `may not be more than ${max} bytes`,
})
export const tooMany = (field: string, value: number, max: number): FieldError => ({
  type: 'Too many',
  field,
  value,
  detail: `must have at most ${max} items`,
})
/** `supported` is printed quoted, in the caller's order: upstream's sets are sorted by whoever hands them in. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'Unsupported value',
  field,
  value,
  detail: supported.length ? `supported values: ${supported.map((s) => JSON.stringify(s)).join(', ')}` : '',
})
/** The same, by the name that it had while the other one sorted. */
export const notOneOf = notSupported

const silent = new Set<FieldErrorType>(['Required value', 'Forbidden', 'Too long', 'Internal error'])

/** The error without its field: what `details.causes[].message` says. */
export function fieldErrorBody(error: FieldError): string {
  const value = silent.has(error.type) ? '' : `: ${error.value === undefined ? 'null' : JSON.stringify(error.value)}`
  return `${error.type}${value}${error.detail ? `: ${error.detail}` : ''}`
}

/** The error as one line: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export const fieldErrorText = (error: FieldError): string => `${error.field}: ${fieldErrorBody(error)}`

/** `metav1.Status.reason`; empty for what the server did not foresee. */
export type StatusReason =
  | ''
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'Forbidden'
  | 'BadRequest'
  | 'Gone'
  | 'Expired'
  | 'TooManyRequests'
  | 'ServiceUnavailable'
  | 'Timeout'
  | 'MethodNotAllowed'
  | 'UnsupportedMediaType'
  | 'InternalError'

export interface StatusCause {
  readonly reason: string
  readonly message: string
  readonly field?: string
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** What the API server answers when it refuses: a Kubernetes Status. Thrown by every client call. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: StatusReason,
    message: string,
    readonly details: StatusDetails = {},
    /** The refused fields of a 422, for whoever maps them to lines of YAML. */
    readonly fields: readonly FieldError[] = [],
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** The wire form. */
  get status() {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    } as const
  }
}

const causeReasons: Record<FieldErrorType, string> = {
  'Required value': 'FieldValueRequired',
  'Invalid value': 'FieldValueInvalid',
  'Duplicate value': 'FieldValueDuplicate',
  'Unsupported value': 'FieldValueNotSupported',
  Forbidden: 'FieldValueForbidden',
  'Too long': 'FieldValueTooLong',
  'Too many': 'FieldValueTooMany',
  'Not found': 'FieldValueNotFound',
  'Internal error': 'InternalError',
}

/** What names a resource in messages: `deployments.apps`, `pods`. */
export interface ResourceName {
  readonly group: string
  readonly plural: string
  readonly kind: string
}

const qualified = (of: ResourceName) => (of.group ? `${of.plural}.${of.group}` : of.plural)
const qualifiedKind = (of: ResourceName) => (of.group ? `${of.kind}.${of.group}` : of.kind)
const detailsOf = (of: ResourceName, name: string, kind = of.plural): StatusDetails => ({
  name,
  ...(of.group && { group: of.group }),
  kind,
})

/** 404: `pods "web" not found`. */
export const notFoundError = (of: ResourceName, name: string) =>
  new ApiError(404, 'NotFound', `${qualified(of)} "${name}" not found`, detailsOf(of, name))

/** 409: `pods "web" already exists`. */
export const alreadyExistsError = (of: ResourceName, name: string) =>
  new ApiError(409, 'AlreadyExists', `${qualified(of)} "${name}" already exists`, detailsOf(of, name))

/** 409 of a generateName whose every try was taken. */
export const generateNameError = (of: ResourceName, name: string) =>
  new ApiError(
    409,
    'AlreadyExists',
    `${qualified(of)} "${name}" already exists, the server was not able to generate a unique name for the object`,
    { ...detailsOf(of, name), retryAfterSeconds: 1 },
  )

/** 409 of an update or precondition that lost: `Operation cannot be fulfilled on pods "web": ...`. */
export const conflictError = (of: ResourceName, name: string, why: string) =>
  new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`, detailsOf(of, name))

/** 403: `pods "web" is forbidden: ...`. */
export const forbiddenError = (of: ResourceName, name: string, why: string) =>
  new ApiError(403, 'Forbidden', `${qualified(of)} ${JSON.stringify(name)} is forbidden: ${why}`, detailsOf(of, name))

/** 400. */
export const badRequestError = (message: string) => new ApiError(400, 'BadRequest', message)

/** 422 with one cause a field: `Deployment.apps "web" is invalid: [a, b]`. */
export function invalidError(of: ResourceName, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(fieldErrorText))]
  const list = texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  const causes = errors.map((e) => ({ reason: causeReasons[e.type], message: fieldErrorBody(e), field: e.field }))
  return new ApiError(
    422,
    'Invalid',
    `${qualifiedKind(of)} ${JSON.stringify(name)} is invalid: ${list}`,
    { ...detailsOf(of, name, of.kind), causes },
    errors,
  )
}
