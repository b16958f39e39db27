import { invalid, type FieldError } from '../../../api/errors'
import { isIP } from '../../../api/ip'

const special: readonly (readonly [RegExp, string])[] = [
  [/^(127\.|(0{0,4}:)*:?0{0,3}1$)/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^(169\.254\.|fe[89ab][0-9a-f]:)/i, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^(224\.0\.0\.|ff02:)/i, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
]

/** Checks an address at which something is to be reached: it must not be one that means this machine or this link. Rule: ValidateEndpointIP. */
export function validateNonSpecialIP(ip: string, path: string): FieldError[] {
  if (!isIP(ip)) return [invalid(path, ip, 'must be a valid IP address')]
  const unspecified = /^(0\.0\.0\.0|[0:]+)$/.test(ip) ? [invalid(path, ip, `may not be unspecified (${ip})`)] : []
  const found = special.flatMap(([pattern, why]) => (pattern.test(ip) ? [invalid(path, ip, why)] : []))
  return [...unspecified, ...found]
}
