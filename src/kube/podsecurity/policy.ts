import { invalid, type FieldError } from '../../api/errors'
import { baseline } from './baseline'
import type { Check, Checked, Finding } from './check'
import { restricted } from './restricted'

export type Level = 'privileged' | 'baseline' | 'restricted'
export type Mode = 'enforce' | 'audit' | 'warn'

/** A level in the reading of one minor version; Infinity is the latest. */
export interface LevelVersion {
  readonly level: Level
  readonly minor: number
}

const PREFIX = 'pod-security.kubernetes.io/'
const LEVELS: readonly string[] = ['privileged', 'baseline', 'restricted']
export const MODES: readonly Mode[] = ['enforce', 'audit', 'warn']

/** `restricted:latest`, `baseline:v1.30`. */
export const levelText = ({ level, minor }: LevelVersion): string => `${level}:${minor === Infinity ? 'latest' : `v1.${minor}`}`

/** What a namespace's labels ask for. A level that nobody knows is read as restricted. Rule: PolicyToEvaluate. */
export function policyOf(labels: Readonly<Record<string, string>> | undefined, mode: Mode): LevelVersion {
  const level = labels?.[PREFIX + mode]
  const minor = minorOf(labels?.[`${PREFIX}${mode}-version`])
  if (level === undefined) return { level: 'privileged', minor: minor ?? Infinity }
  return { level: LEVELS.includes(level) ? (level as Level) : 'restricted', minor: minor ?? Infinity }
}

function minorOf(version: string | undefined): number | undefined {
  if (version === undefined || version === 'latest') return Infinity
  const found = /^v1\.(0|[1-9]\d*)$/.exec(version)
  return found ? Number(found[1]) : undefined
}

/** Labels of a namespace that say nothing known. */
export const labelErrors = (labels: Readonly<Record<string, string>> | undefined): FieldError[] =>
  MODES.flatMap((mode) => {
    const level = labels?.[PREFIX + mode]
    const version = labels?.[`${PREFIX}${mode}-version`]
    const path = (name: string) => `metadata.labels[${PREFIX}${name}]`
    return [
      ...(level !== undefined && !LEVELS.includes(level)
        ? [invalid(path(mode), level, `must be one of ${LEVELS.join(', ')}`)]
        : []),
      ...(version !== undefined && minorOf(version) === undefined
        ? [invalid(path(`${mode}-version`), version, 'must be "latest" or "v1.x"')]
        : []),
    ]
  })

/** What keeps a pod below a level: the baseline's controls first, each by name. Rule: the registry's EvaluatePod. */
export function findings({ level, minor }: LevelVersion, pod: Checked): Finding[] {
  if (level === 'privileged') return []
  const strict = level === 'restricted' ? restricted.filter((check) => runOf(check, minor)) : []
  const replaced = new Set(strict.flatMap(({ instead }) => (instead ? [instead] : [])))
  return [...baseline.filter(({ id }) => !replaced.has(id)), ...strict].flatMap((check) => runOf(check, minor)?.(pod) ?? [])
}

const runOf = ({ versions }: Check, minor: number) => versions.find(([since]) => since <= minor)?.[1]

/** `a (b), c (d)`. */
export const findingsText = (list: readonly Finding[]): string =>
  list.map(({ reason, detail }) => (detail ? `${reason} (${detail})` : reason)).join(', ')
