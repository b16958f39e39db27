import { duplicate, forbidden, invalid, notSupported, type FieldError } from '../../../api/errors'
import { ipAddress, isIP, isIPv4 } from '../../../api/ip'
import type { ServiceSpec } from './types'

const once = 'may not change once set'
const onlyIPv4or6 = ['IPv4', 'IPv6']

/** Checks clusterIPs and families. Rule: ValidateServiceClusterIPsRelatedFields. */
export function validateAddresses(spec: ServiceSpec, out: FieldError[]): void {
  const { clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy: policy } = spec
  if (spec.type === 'ExternalName') {
    const why = 'may not be set for ExternalName services'
    if (clusterIPs.length) out.push(forbidden('spec.clusterIPs', why))
    if (ipFamilies.length) out.push(forbidden('spec.ipFamilies', why))
    if (policy) out.push(forbidden('spec.ipFamilyPolicy', why))
    return
  }
  if (clusterIP && clusterIPs.length && clusterIPs[0] !== clusterIP) {
    out.push(invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`'))
  } else if (!clusterIP && clusterIPs.length) {
    out.push(invalid('spec.clusterIPs', clusterIPs, 'must be empty when `clusterIP` is not specified'))
  }
  if (policy && !['SingleStack', 'PreferDualStack', 'RequireDualStack'].includes(policy)) {
    out.push(notSupported('spec.ipFamilyPolicy', policy, ['PreferDualStack', 'RequireDualStack', 'SingleStack']))
  }
  ipFamilies.forEach((family, i) => {
    if (!onlyIPv4or6.includes(family)) out.push(notSupported(`spec.ipFamilies[${i}]`, family, onlyIPv4or6))
    if (ipFamilies.indexOf(family) < i) out.push(duplicate(`spec.ipFamilies[${i}]`, family))
  })
  validateIPs(clusterIPs, ipFamilies, out)
}

/** Checks that addresses stay what they were. Rules: validateUpgradeDowngradeClusterIPs and -IPFamilies. */
export function validateAddressUpdate(spec: ServiceSpec, old: ServiceSpec, out: FieldError[]): void {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return
  const [isHeadless, wasHeadless] = [headless(spec), headless(old)]
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []]
  if (!(isHeadless && wasHeadless)) {
    if (before.length > now.length && !now.length)
      out.push(invalid('spec.clusterIPs[0]', now, 'primary clusterIP can not be unset'))
    // Of lists that grew or shrank only the first is compared.
    const kept = before.length === now.length ? now.length : Math.min(1, now.length, before.length)
    for (let i = 0; i < kept; i++) if (now[i] !== before[i]) out.push(invalid(`spec.clusterIPs[${i}]`, now, once))
    release(before.length > now.length && now.length === 1, spec, 'clusterIP', out)
  }
  if (isHeadless || wasHeadless) return
  const [families, oldFamilies] = [spec.ipFamilies ?? [], old.ipFamilies ?? []]
  if (oldFamilies.length > families.length && !families.length) {
    out.push(invalid('spec.ipFamilies[0]', families, 'primary ipFamily can not be unset'))
  }
  const kept = oldFamilies.length === families.length ? families.length : Math.min(1, families.length, oldFamilies.length)
  // Index 0 for either, as upstream has it.
  for (let i = 0; i < kept; i++) if (families[i] !== oldFamilies[i]) out.push(invalid('spec.ipFamilies[0]', families, once))
  release(oldFamilies.length > families.length && families.length === 1, spec, 'ipFamily', out)
}

const headless = ({ clusterIPs }: ServiceSpec) => clusterIPs?.length === 1 && clusterIPs[0] === 'None'

function release(released: boolean, spec: ServiceSpec, what: 'clusterIP' | 'ipFamily', out: FieldError[]): void {
  if (!released || spec.ipFamilyPolicy === 'SingleStack') return
  const why = `must be set to 'SingleStack' when releasing the secondary ${what}`
  out.push(invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy ?? null, why))
}

function validateIPs(ips: readonly string[], families: readonly string[], out: FieldError[]): void {
  const path = 'spec.clusterIPs'
  let wrong = 0
  ips.forEach((ip, i) => {
    if (i === 0 && (ip === 'None' || ip === '')) {
      if (ip === 'None' && ips.length > 1) out.push(invalid(path, ips, "'None' must be the first and only value"))
      return
    }
    const messages = ipAddress(ip)
    for (const message of messages) out.push(invalid(`${path}[${i}]`, ip, message))
    wrong += messages.length
  })
  if (ips.length > 2) out.push(invalid(path, ips, 'may only hold up to 2 values'))
  if (wrong || ips.length > 2 || ips[0] === 'None') return
  if (ips.length === 2 && isIPv4(ips[0]!) === isIPv4(ips[1]!)) {
    out.push(invalid(path, ips, 'may specify no more than one IP for each IP family'))
  }
  ips.forEach((ip, i) => {
    const family = families[i]
    if (!isIP(ip) || !family || !onlyIPv4or6.includes(family) || isIPv4(ip) === (family === 'IPv4')) return
    out.push(invalid(`${path}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``))
  })
}
