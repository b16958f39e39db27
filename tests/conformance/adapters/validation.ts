import type { FieldError, FieldErrorType } from '../../../src/api/errors'
import type { KubeObject } from '../../../src/api/meta'
import { dns1123Subdomain } from '../../../src/api/names'
import { validateEphemeralUpdate, type Pod } from '../../../src/kube/kinds/pod/api'
import { validateMeta, validateMetaUpdate } from '../../../src/api/validateMeta'
import { defineAdapter, sameSet } from '../adapter'
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
  equal: (expected, got) => sameSet(expected.errors.map(where), got.errors.map(where)),
})

const where = ({ type, field }: Found) => ({ type, field })

function validate({ fn, kind: name, object, newObject, oldObject }: In): readonly FieldError[] {
  const kind = kindOf(name)
  if (object) {
    const meta = validateMeta(object.metadata ?? {}, kind.namespaced, kind.validateName ?? dns1123Subdomain)
    return [...meta, ...(kind.validate?.(object) ?? [])]
  }
  if (!newObject || !oldObject) throw new Error('neither object nor newObject and oldObject')
  if (fn === 'ValidatePodEphemeralContainersUpdate') return validateEphemeralUpdate(newObject as Pod, oldObject as Pod)
  const meta = validateMetaUpdate(newObject.metadata ?? {}, oldObject.metadata ?? {})
  const update = fn.endsWith('StatusUpdate')
    ? kind.validateStatusUpdate
    : fn.endsWith('FinalizeUpdate')
      ? kind.validate
      : kind.validateUpdate
  return [...meta, ...((update ?? kind.validate)?.(newObject, oldObject) ?? [])]
}
