import type { Client } from '../../api/client'
import { ApiError } from '../../api/errors'
import type { DownwardAPIVolumeFile, KeyToPath, Pod, Volume } from '../kinds/pod/api'
import { decodeBase64, fieldOf, resourceOf, type EnvironmentFacts } from './environment'

/** What a node tells its pods about where they are. */
export type Surroundings = EnvironmentFacts

type Texts = Readonly<Record<string, string>>

/** The files of a volume that shows what the API server has: ConfigMaps, Secrets, a pod's own fields. They follow what they show. */
export function projectedFiles(pod: Pod, volume: Volume, client: Client, around: Surroundings): Texts {
  const files: Record<string, string> = {}
  const { configMap, secret, downwardAPI, projected } = volume
  const add = (data: Texts, items: readonly KeyToPath[] | undefined) => {
    if (!items) for (const [key, text] of Object.entries(data)) files[`/${key}`] = text
    for (const { key, path } of items ?? []) if (data[key] !== undefined) files[`/${path}`] = data[key]
  }
  const fields = (items: readonly DownwardAPIVolumeFile[] | undefined) => {
    for (const { path, fieldRef, resourceFieldRef } of items ?? []) {
      files[`/${path}`] = fieldRef
        ? wholeField(pod, fieldRef.fieldPath, around)
        : resourceFieldRef
          ? resourceOf(pod, pod.spec.containers[0]!, resourceFieldRef)
          : ''
    }
  }
  const { namespace } = pod.metadata
  if (configMap) add(configMapData(client, configMap.name, namespace), configMap.items)
  if (secret) add(secretData(client, secret.secretName, namespace), secret.items)
  if (downwardAPI) fields(downwardAPI.items)
  for (const source of projected?.sources ?? []) {
    if (source.configMap) add(configMapData(client, source.configMap.name, namespace), source.configMap.items)
    if (source.secret) add(secretData(client, source.secret.name, namespace), source.secret.items)
    if (source.downwardAPI) fields(source.downwardAPI.items)
    if (source.serviceAccountToken) files[`/${source.serviceAccountToken.path}`] = 'token'
  }
  return files
}

/** A field as a file: labels and annotations as lines of `key="value"`. */
function wholeField(pod: Pod, path: string, around: Surroundings): string {
  const pairs =
    path === 'metadata.labels' ? pod.metadata.labels : path === 'metadata.annotations' ? pod.metadata.annotations : undefined
  if (!pairs) return fieldOf(pod, path, around)
  return Object.keys(pairs)
    .sort()
    .map((key) => `${key}=${JSON.stringify(pairs[key])}`)
    .join('\n')
}

function configMapData(client: Client, name: string | undefined, namespace: string | undefined): Texts {
  const found = asked(() => client.get('ConfigMap', name ?? '', namespace))
  return { ...found?.data, ...decoded(found?.binaryData) }
}

const secretData = (client: Client, name: string | undefined, namespace: string | undefined): Texts =>
  decoded(asked(() => client.get('Secret', name ?? '', namespace))?.data)

const decoded = (data: Texts | undefined): Texts =>
  Object.fromEntries(Object.entries(data ?? {}).map(([key, text]) => [key, decodeBase64(text)]))

function asked<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
