import type { Client } from '../../api/client'
import type { Container, Pod, ResourceFieldSelector } from '../kinds/pod/api'
import { bytes, milli } from '../../api/quantity'
import { mentionsLinks, serviceLinks } from './serviceLinks'

/** Why a container cannot be configured (CreateContainerConfigError). */
export class ConfigError extends Error {}

/** What the environment of a container is made from besides its spec. */
export interface EnvironmentFacts {
  readonly podIP: string
  readonly hostIP: string
  readonly node: string
}

/**
 * The environment of a container. Throws ConfigError when a ConfigMap, Secret or key is missing that is not optional, and ApiError
 * when nobody answers. Upstream: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables.
 */
export function environmentOf(pod: Pod, container: Container, client: Client, facts: EnvironmentFacts): Record<string, string> {
  const namespace = pod.metadata.namespace!
  const env: Record<string, string> = {
    HOSTNAME: pod.spec.hostname ?? pod.metadata.name,
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    // Seldom read and many: others are told of them when they ask (outside.ts).
    ...(mentionsLinks(container) && serviceLinks(pod, client)),
  }
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    if (configMapRef) {
      const map = client.get('ConfigMap', configMapRef.name ?? '', namespace)
      if (!map && !configMapRef.optional) throw new ConfigError(`configmap "${configMapRef.name}" not found`)
      for (const [key, value] of Object.entries(map?.data ?? {})) env[prefix + key] = value
    }
    if (secretRef) {
      const secret = client.get('Secret', secretRef.name ?? '', namespace)
      if (!secret && !secretRef.optional) throw new ConfigError(`secret "${secretRef.name}" not found`)
      for (const [key, value] of Object.entries(secret?.data ?? {})) env[prefix + key] = decodeBase64(value)
    }
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (!valueFrom) {
      env[name] = expanded(value ?? '', env)
      continue
    }
    const { configMapKeyRef: inMap, secretKeyRef: inSecret, fieldRef, resourceFieldRef } = valueFrom
    if (inMap) {
      const map = client.get('ConfigMap', inMap.name ?? '', namespace)
      if (!map && !inMap.optional) throw new ConfigError(`configmap "${inMap.name}" not found`)
      const found = map?.data?.[inMap.key]
      if (found !== undefined) env[name] = found
      else if (!inMap.optional) throw new ConfigError(`couldn't find key ${inMap.key} in ConfigMap ${namespace}/${inMap.name}`)
    } else if (inSecret) {
      const secret = client.get('Secret', inSecret.name ?? '', namespace)
      if (!secret && !inSecret.optional) throw new ConfigError(`secret "${inSecret.name}" not found`)
      const found = secret?.data?.[inSecret.key]
      if (found !== undefined) env[name] = decodeBase64(found)
      else if (!inSecret.optional)
        throw new ConfigError(`couldn't find key ${inSecret.key} in Secret ${namespace}/${inSecret.name}`)
    } else if (fieldRef) env[name] = fieldOf(pod, fieldRef.fieldPath, facts)
    else if (resourceFieldRef) env[name] = resourceOf(pod, container, resourceFieldRef)
  }
  return env
}

/** `$(NAME)` of variables that were set before; `$$(NAME)` stands for itself. */
export const expanded = (text: string, env: Readonly<Record<string, string>>): string =>
  text.includes('$')
    ? text.replace(/\$\$|\$\(([\w.-]+)\)/g, (whole, name?: string) => (name === undefined ? '$' : (env[name] ?? whole)))
    : text

/** A field of a pod as text, '' for those that nobody may ask for. */
export function fieldOf(pod: Pod, path: string, { podIP, hostIP, node }: EnvironmentFacts): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path)
  if (keyed) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2]!] ?? ''
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name
    case 'metadata.namespace':
      return pod.metadata.namespace ?? ''
    case 'metadata.uid':
      return pod.metadata.uid
    case 'spec.nodeName':
      return node
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? ''
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIP
    case 'status.podIP':
    case 'status.podIPs':
      return podIP
    default:
      return ''
  }
}

/** A container's request or limit as a whole number of what it is divided by. Upstream: ExtractContainerResourceValue. */
export function resourceOf(pod: Pod, own: Container, { containerName: name, resource, divisor }: ResourceFieldSelector): string {
  const container = name === undefined ? own : (pod.spec.containers.find((each) => each.name === name) ?? own)
  const [side, what] = resource.split('.') as ['limits' | 'requests', string]
  const amount = container.resources?.[side]?.[what]
  if (amount === undefined) return '0'
  const by = what === 'cpu' ? milli : bytes
  // No divisor is one, and so is 0, which is what a missing one is written as.
  return String(Math.ceil(by(amount) / (by(divisor ?? '0') || by('1'))))
}

/** Base64 as Secrets carry it; what is no base64 stays as it is. */
export function decodeBase64(text: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const octets: number[] = []
  let bits = 0
  let count = 0
  for (const char of text.replace(/[\s=]/g, '')) {
    const digit = digits.indexOf(char)
    if (digit < 0) return text
    bits = (bits << 6) | digit
    count += 6
    if (count >= 8) octets.push((bits >> (count -= 8)) & 255)
  }
  return new TextDecoder().decode(new Uint8Array(octets))
}
