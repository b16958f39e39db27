import { ipAddress, ipv4Address, ipv6Address, socketAddress } from '../../../src/api/ip'
import * as names from '../../../src/api/names'
import { defineAdapter } from '../adapter'
import { asOf120 } from '../drift'

type In = {
  fn: string
  value: string | number
  port: string | number
  gid: number
  uid: number
  percent: string
  min: number
  max: number
}

const validators: Record<string, (input: In) => string[]> = {
  IsDNS1123Label: ({ value }) => names.dns1123Label(String(value)),
  IsDNS1123Subdomain: ({ value }) => names.dns1123Subdomain(String(value)),
  IsDNS1035Label: ({ value }) => names.dns1035Label(String(value)),
  IsWildcardDNS1123Subdomain: ({ value }) => names.wildcardDns1123Subdomain(String(value)),
  IsCIdentifier: ({ value }) => names.cIdentifier(String(value)),
  IsQualifiedName: ({ value }) => names.qualifiedName(String(value)),
  IsValidLabelValue: ({ value }) => names.labelValue(String(value)),
  IsConfigMapKey: ({ value }) => names.configMapKey(String(value)),
  IsHTTPHeaderName: ({ value }) => names.httpHeaderName(String(value)),
  IsValidPercent: ({ percent }) => names.percent(percent),
  IsValidPortName: ({ port }) => names.portName(String(port)),
  IsValidPortNum: ({ port }) => names.portNumber(Number(port)),
  IsInRange: ({ value, min, max }) => names.inRange(Number(value), min, max),
  IsValidGroupID: ({ gid }) => names.unixId(gid),
  IsValidUserID: ({ uid }) => names.unixId(uid),
  IsValidIP: ({ value }) => ipAddress(String(value)),
  IsValidIPv4Address: ({ value }) => ipv4Address(String(value)),
  IsValidIPv6Address: ({ value }) => ipv6Address(String(value)),
  IsEnvVarName: ({ value }) => names.strictEnvVarName(String(value)),
  IsValidSocketAddr: ({ value }) => socketAddress(String(value)),
}

export default defineAdapter<In, { valid: boolean; messages?: string[] }>({
  run(input) {
    const validate = validators[input.fn]
    if (!validate) throw new Error(`no validator for ${input.fn}`)
    const messages = validate(input).map(asOf120)
    return messages.length ? { valid: false, messages } : { valid: true }
  },
})
