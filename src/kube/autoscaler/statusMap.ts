import type { Client } from '../../api/client'
import type { Draft, KubeObject } from '../../api/meta'
import { timestamp } from '../../api/time'
import type { ConfigMap } from '../kinds/configmap/api'
import type { NodeGroup } from './provider'

export const STATUS_NAME = 'cluster-autoscaler-status'
const NAMESPACE = 'kube-system'
const UPDATED = 'cluster-autoscaler.kubernetes.io/last-updated'

/** How a group fares. */
export interface GroupStatus {
  readonly group: NodeGroup
  readonly ready: number
  readonly scaleUp: 'InProgress' | 'NoActivity'
  /** Nodes that nobody needs. */
  readonly candidates: number
}

/** Writes the status of the autoscaler where people look for it, when it changed; returns the ConfigMap, undefined when it cannot be. */
export function writeStatus(client: Client, groups: readonly GroupStatus[], now: number): ConfigMap | undefined {
  const old = client.get('ConfigMap', STATUS_NAME, NAMESPACE)
  const body = statusText(groups)
  if (old && withoutTime(old.data?.['status']) === body) return old
  const data = { status: `time: ${timestamp(now)}\n${body}` }
  const annotations = { [UPDATED]: timestamp(now) }
  if (old) return client.update<ConfigMap>({ ...old, metadata: { ...old.metadata, annotations }, data })
  if (!client.get('Namespace', NAMESPACE)) return undefined
  const draft = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: STATUS_NAME, namespace: NAMESPACE, annotations }, data }
  return client.create(draft as Draft<KubeObject>) as ConfigMap
}

const withoutTime = (text: string | undefined) => text?.replace(/^time: .*\n/, '')

function statusText(groups: readonly GroupStatus[]): string {
  const sum = (of: (one: GroupStatus) => number) => groups.reduce((total, one) => total + of(one), 0)
  const busy = groups.some(({ scaleUp }) => scaleUp === 'InProgress')
  return [
    'autoscalerStatus: Running',
    'clusterWide:',
    ...block(
      2,
      sum(({ group }) => group.nodes.length),
      sum(({ ready }) => ready),
      busy,
      sum(({ candidates }) => candidates),
    ),
    'nodeGroups:',
    ...groups.flatMap(({ group, ready, scaleUp, candidates }) => [
      `- name: ${group.name}`,
      ...block(2, group.nodes.length, ready, scaleUp === 'InProgress', candidates, [
        `    cloudProviderTarget: ${group.size}`,
        `    minSize: ${group.min}`,
        `    maxSize: ${group.max}`,
      ]),
    ]),
    '',
  ].join('\n')
}

function block(
  indent: number,
  total: number,
  ready: number,
  busy: boolean,
  candidates: number,
  more: readonly string[] = [],
): string[] {
  const pad = ' '.repeat(indent)
  return [
    `${pad}health:`,
    `${pad}  status: Healthy`,
    `${pad}  nodeCounts:`,
    `${pad}    registered:`,
    `${pad}      total: ${total}`,
    `${pad}      ready: ${ready}`,
    `${pad}      notStarted: ${total - ready}`,
    ...more,
    `${pad}scaleUp:`,
    `${pad}  status: ${busy ? 'InProgress' : 'NoActivity'}`,
    `${pad}scaleDown:`,
    `${pad}  status: ${candidates ? 'CandidatesPresent' : 'NoCandidates'}`,
    ...(candidates ? [`${pad}  candidates: ${candidates}`] : []),
  ]
}
