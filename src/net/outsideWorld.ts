/** Addresses beyond the cluster, of the ranges that are kept for documentation (RFC 5737). */

/** Where the cluster's ingress controller is reached from outside. */
export const INGRESS_IP = '203.0.113.1'

/** What the cloud's load balancers get: `203.0.113.2` upwards. */
export const balancerIP = (number: number): string => `203.0.113.${number}`
export const FIRST_BALANCER = 2
export const LAST_BALANCER = 254

/** How many different clients the users are; a Service with session affinity tells them apart. */
export const CLIENTS = 12

/** The address of one of the users. */
export const clientIP = (number: number): string => `198.51.100.${number + 1}`

const nowhere =
  /(^|[-.])(nope|no-?such|non-?exist\w*|does-?not-?exist|missing|invalid|wrong|typo|not-?found)([-.]|$)|\.(local|internal|svc|invalid|test)$/

/** The address of a name of the internet: the same for the same name. Undefined: there is no such name. */
export function internetIP(name: string): string | undefined {
  if (!/^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name) || nowhere.test(name)) return undefined
  let sum = 7
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 65_521
  return `192.0.2.${(sum % 250) + 1}`
}

/** Is it an address of the internet? */
export const isInternet = (ip: string): boolean => ip.startsWith('192.0.2.')
