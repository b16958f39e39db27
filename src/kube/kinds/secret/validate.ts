import { decodeBase64Text } from '../../../api/base64'
import { forbidden, invalid, required, tooLong, type FieldError } from '../../../api/errors'
import { same } from '../../../api/freeze'
import { goJsonError } from '../../../api/goJson'
import { configMapKey } from '../../../api/names'
import type { Secret } from './types'

const maxBytes = 1024 * 1024
const frozen = 'field is immutable when `immutable` is set'
const accountName = 'kubernetes.io/service-account.name'
const redacted = '<secret contents redacted>'

/** Checks a secret, each type for what it must hold. Rule: ValidateSecret. */
export function validateSecret(secret: Secret): FieldError[] {
  const { data = {}, type, metadata } = secret
  const out: FieldError[] = []
  let size = 0
  for (const [key, value] of Object.entries(data)) {
    for (const message of configMapKey(key)) out.push(invalid(`data[${key}]`, key, message))
    size += Math.floor((value.replace(/=+$/, '').length * 3) / 4)
  }
  if (size > maxBytes) out.push(tooLong('data', maxBytes))
  switch (type) {
    case 'kubernetes.io/service-account-token':
      if (!metadata.annotations?.[accountName]) out.push(required(`metadata.annotations[${accountName}]`))
      break
    case 'kubernetes.io/dockercfg':
      out.push(...json(data, '.dockercfg'))
      break
    case 'kubernetes.io/dockerconfigjson':
      out.push(...json(data, '.dockerconfigjson'))
      break
    case 'kubernetes.io/basic-auth':
      if (data['username'] === undefined && data['password'] === undefined) {
        out.push(required('data[username]'), required('data[password]'))
      }
      break
    case 'kubernetes.io/ssh-auth':
      if (!data['ssh-privatekey']) out.push(required('data[ssh-privatekey]'))
      break
    case 'kubernetes.io/tls':
      for (const key of ['tls.crt', 'tls.key']) if (data[key] === undefined) out.push(required(`data[${key}]`))
  }
  return out
}

/** Checks a replaced secret. Rule: ValidateSecretUpdate. */
export function validateSecretUpdate(secret: Secret, old: Secret): FieldError[] {
  const out: FieldError[] = []
  if (secret.type !== old.type) out.push(invalid('type', secret.type, 'field is immutable'))
  if (old.immutable) {
    if (!secret.immutable) out.push(forbidden('immutable', frozen))
    if (!same(secret.data ?? {}, old.data ?? {})) out.push(forbidden('data', frozen))
  }
  return [...out, ...validateSecret(secret)]
}

const goTypes: Partial<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool' }

function json(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const path = `data[${key}]`
  if (data[key] === undefined) return [required(path)]
  const text = decodeBase64Text(data[key])
  const wrong = goJsonError(text)
  if (wrong !== undefined) return [invalid(path, redacted, wrong)]
  const value: unknown = JSON.parse(text)
  const what = Array.isArray(value) ? 'array' : goTypes[typeof value]
  if (!what) return []
  return [invalid(path, redacted, `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`)]
}
