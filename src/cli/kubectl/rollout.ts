import { daemonSetRollout } from './rollout/daemonSet'
import { deploymentRollout } from './rollout/deployment'
import { history } from './rollout/history'
import { pause, resume } from './rollout/pause'
import { restart } from './rollout/restart'
import type { RolloutKind } from './rollout/rolloutKind'
import { statefulSetRollout } from './rollout/statefulSet'
import { status } from './rollout/status'
import { undo } from './rollout/undo'
import { UsageError, type Running, type Shell } from './shell'

/** How each kind that has revisions rolls out. */
const kinds: readonly RolloutKind[] = [deploymentRollout, statefulSetRollout, daemonSetRollout]

const verbs = { history, pause, restart, resume, status, undo }

/** `kubectl rollout`. */
export function* rollout(shell: Shell, words: readonly string[]): Running {
  const at = words.findIndex((word) => Object.hasOwn(verbs, word))
  if (at < 0) throw new UsageError(`error: unknown command ${JSON.stringify(words[0] ?? '')} for "kubectl rollout"`)
  const verb = verbs[words[at] as keyof typeof verbs]
  return yield* verb(shell, [...words.slice(0, at), ...words.slice(at + 1)], kinds)
}
