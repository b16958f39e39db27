import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { ipAddress, isIP } from '../../../api/ip'
import { dns1123Subdomain } from '../../../api/names'
import { mapSame, replace } from '../pod/api'
import type { Service } from './types'

const modes = ['Proxy', 'VIP']

/**
 * A write to services/status: besides the status it may change what others than the owner write into the metadata, as a load balancer's
 * controller does with its finalizer. Rule: serviceStatusStrategy.
 */
export function withStatus({ metadata, status }: Service, old: Service): Service {
  const { labels, annotations, finalizers, ownerReferences } = metadata
  const ingress = mapSame(status?.loadBalancer?.ingress, (one) =>
    one.ip && !one.ipMode ? { ...one, ipMode: 'VIP' as const } : one,
  )
  return {
    ...old,
    metadata: replace(old.metadata, { labels, annotations, finalizers, ownerReferences }),
    status: { ...status, loadBalancer: { ...status?.loadBalancer, ...(ingress && { ingress }) } },
  }
}

/** Checks what a load balancer wrote. Rule: ValidateLoadBalancerStatus. */
export function validateServiceStatus({ status, spec }: Service, old: Service): FieldError[] {
  const out: FieldError[] = []
  const ingress = status?.loadBalancer?.ingress ?? []
  const changed = ingress !== old.status?.loadBalancer?.ingress
  if (ingress.length && changed && spec.type !== 'LoadBalancer' && old.spec.type !== 'LoadBalancer') {
    return [forbidden('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")]
  }
  ingress.forEach(({ ip, ipMode, hostname }, i) => {
    const path = `status.loadBalancer.ingress[${i}]`
    if (ip) for (const message of ipAddress(ip)) out.push(invalid(`${path}.ip`, ip, message))
    if (ip && ipMode === undefined) out.push(required(`${path}.ipMode`, 'must be specified when `ip` is set'))
    else if (ipMode !== undefined && !ip) out.push(forbidden(`${path}.ipMode`, 'may not be specified when `ip` is not set'))
    else if (ipMode !== undefined && !modes.includes(ipMode)) out.push(notSupported(`${path}.ipMode`, ipMode, modes))
    if (!hostname) return
    for (const message of dns1123Subdomain(hostname)) out.push(invalid(`${path}.hostname`, hostname, message))
    if (isIP(hostname)) out.push(invalid(`${path}.hostname`, hostname, 'must be a DNS name, not an IP address'))
  })
  return out
}
