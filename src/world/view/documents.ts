import { parseManifest, type Manifest } from '../../api/manifest'
import type { KubeObject } from '../../api/meta'
import type { Store } from '../../api/store'
import type { Pod } from '../../kube/kinds/pod/api'
import type { Applied } from '../apply'
import type { Diagnostic, DocumentStatus, Phrase } from '../frame'
import type { HueBook } from './hues'
import { podState } from './podView'
import { summaries } from './summaries'
import type { Reading } from './summary'

/** A file as it was applied last. */
export interface AppliedFile {
  readonly text: string
  readonly documents: readonly Applied[]
  readonly diagnostics: readonly Diagnostic[]
}

const manifests = new Map<string, Manifest>()

/** Parsing is the dear part, and the same text is asked about in every frame. */
function parsed(text: string): Manifest {
  let manifest = manifests.get(text)
  if (!manifest) {
    manifest = parseManifest(text)
    if (manifests.size > 50) manifests.clear()
    manifests.set(text, manifest)
  }
  return manifest
}

/** The live status of every document of a file. */
export function documentStatuses(
  store: Store,
  reading: Reading,
  hues: HueBook,
  file: string,
  applied: AppliedFile,
): DocumentStatus[] {
  return applied.documents.map(({ line, endLine, kind, namespace, name, verb }) => {
    const object = store.get(kind, namespace ? `${namespace}/${name}` : name)
    const where = { file, line, endLine, kind, name, namespace, uid: object?.metadata.uid ?? '' }
    if (!object)
      return {
        ...where,
        state: verb === 'refused' ? 'failed' : 'ghost',
        hue: -1,
        text: [phrase(verb === 'refused' ? 'refused' : 'absent')],
      }
    const hue = hues.of(object)
    if (object.metadata.deletionTimestamp) return { ...where, state: 'term', hue, text: [phrase('terminating')] }
    const summary = summaries.get(kind)?.summary(object, reading) ?? { state: 'ready', text: [phrase('created')] }
    return { ...where, hue, ...summary, text: verb === 'refused' ? [...summary.text, phrase('refused')] : summary.text }
  })
}

const phrase = (key: string): Phrase => ({ key: `summary.${key}` })

/** What only running it showed: a missing image, a crash, a pod that fits nowhere, each at the line it comes from. */
export function runtimeDiagnostics(store: Store, reading: Reading, file: string, applied: AppliedFile): Diagnostic[] {
  const found: Diagnostic[] = []
  const { documents } = parsed(applied.text)
  applied.documents.forEach(({ kind, namespace, name, verb }, i) => {
    const object = store.get(kind, namespace ? `${namespace}/${name}` : name)
    const summary = summaries.get(kind)
    if (!object || !summary?.podSpecPath || verb === 'refused') return
    const { isOld = () => false } = summary.replicas?.(object, reading) ?? {}
    const told = new Set<string>()
    for (const pod of reading.podsBelow(object)) {
      if (isOld(pod) || pod.metadata.deletionTimestamp) continue
      for (const { path, message } of troubles(pod, store)) {
        const place = `${summary.podSpecPath}${path}`
        if (told.has(place)) continue
        told.add(place)
        found.push({ ...documents[i]!.locate(place), file, severity: 'warning', source: 'kubelet', message })
      }
    }
  })
  return found
}

/** Reasons whose cause is the name of the image. */
const IMAGE = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'])

function troubles(pod: Pod, store: Store): { path: string; message: string }[] {
  const state = podState(pod, false)
  if (state === 'pending') {
    const scheduled = pod.status?.conditions?.find(
      (condition) => condition.type === 'PodScheduled' && condition.status === 'False',
    )
    return scheduled?.message ? [{ path: '.containers[0].resources', message: `${scheduled.reason}: ${scheduled.message}` }] : []
  }
  if (state !== 'crash' && state !== 'failed') return []
  const found: { path: string; message: string }[] = []
  const lists = [
    ['.initContainers', pod.status?.initContainerStatuses],
    ['.containers', pod.status?.containerStatuses],
  ] as const
  for (const [list, statuses] of lists) {
    statuses?.forEach(({ name, state: container, lastState }) => {
      const at = (list === '.containers' ? pod.spec.containers : (pod.spec.initContainers ?? [])).findIndex(
        (c) => c.name === name,
      )
      const reason = container?.waiting?.reason ?? container?.terminated?.reason ?? ''
      const ended = container?.terminated ?? lastState?.terminated
      if (!reason || reason === 'Completed' || reason === 'PodInitializing' || reason === 'ContainerCreating') return
      const field = IMAGE.has(reason) ? 'image' : reason === 'CreateContainerConfigError' ? 'env' : 'name'
      found.push({
        path: `${list}[${at}].${field}`,
        message: `${reason}: ${messageOf(container?.waiting?.message, ended, pod, store)}`,
      })
    })
  }
  return found
}

function messageOf(
  waiting: string | undefined,
  ended: { readonly exitCode: number; readonly reason?: string } | undefined,
  pod: Pod,
  store: Store,
): string {
  if (ended) return `exit code ${ended.exitCode}${ended.reason && ended.reason !== 'Error' ? ` (${ended.reason})` : ''}`
  const failures = (
    store.eventsAbout(pod.metadata.uid) as readonly (KubeObject & { reason?: string; message?: string })[]
  ).filter((event) => event.reason === 'Failed' && event.message?.startsWith('Failed to pull image'))
  return failures.at(-1)?.message ?? waiting ?? ''
}
