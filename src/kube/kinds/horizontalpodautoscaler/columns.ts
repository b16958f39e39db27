import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import type { Column } from '../../../api/kind'
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './types'

/** The most metrics that a table shows. */
const SHOWN = 2
const UNKNOWN = '<unknown>'

/** Rule: printHorizontalPodAutoscaler. */
export const horizontalPodAutoscalerColumns: readonly Column<HorizontalPodAutoscaler>[] = [
  nameColumn,
  textColumn('Reference', ({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`),
  textColumn('Targets', ({ spec, status }) => targetsText(spec.metrics ?? [], status?.currentMetrics ?? [])),
  textColumn('MinPods', ({ spec }) => (spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas))),
  textColumn('MaxPods', ({ spec }) => spec.maxReplicas),
  textColumn('Replicas', ({ status }) => status?.currentReplicas ?? 0),
  ageColumn,
]

/** `cpu: 12%/80%`, metric by metric; upstream: formatHPAMetrics. */
export function targetsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (!specs.length) return '<none>'
  const texts = specs.map((spec, i) => targetText(spec, statuses[i]))
  const shown = texts.slice(0, SHOWN).join(', ')
  return texts.length > SHOWN ? `${shown} + ${texts.length - SHOWN} more...` : shown
}

function targetText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External': {
      const { averageValue, value } = spec.external!.target
      const current = status?.external?.current
      return averageValue !== undefined
        ? `${current?.averageValue ?? UNKNOWN}/${averageValue} (avg)`
        : `${current?.value ?? UNKNOWN}/${value}`
    }
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? UNKNOWN}/${spec.pods!.target.averageValue}`
    case 'Object': {
      const { averageValue, value } = spec.object!.target
      const current = status?.object?.current
      return averageValue !== undefined
        ? `${current?.averageValue ?? UNKNOWN}/${averageValue} (avg)`
        : `${current?.value ?? UNKNOWN}/${value}`
    }
    case 'Resource':
      return shareText(spec.resource!, status?.resource?.current)
    case 'ContainerResource':
      return shareText(spec.containerResource!, status?.containerResource?.current)
    default:
      return '<unknown type>'
  }
}

function shareText(
  { name, target }: NonNullable<MetricSpec['resource']>,
  current: NonNullable<MetricStatus['resource']>['current'] | undefined,
): string {
  if (target.averageValue !== undefined) return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`
  const now = current?.averageUtilization
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`
  return `${name}: ${now === undefined ? UNKNOWN : `${now}%`}/${wanted}`
}
