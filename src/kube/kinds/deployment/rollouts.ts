import type { ComponentContext } from '../../../control/component'
import { hostMachine, type MachineHost } from '../../../machine/host'
import type { Deployment } from './api'
import { rolloutMachine } from './rollout.machine'

/** Follows every Deployment's rollout through its statechart; by uid. Writes nothing. */
export function followRollouts(context: ComponentContext): MachineHost<typeof rolloutMachine> {
  const host = hostMachine(context.kernel, { topic: 'rollouts', machine: rolloutMachine, effects: {} })
  context.watch('Deployment', ({ type, object }) => {
    const { uid } = object.metadata
    if (type === 'DELETED') return host.stop(uid)
    if (host.state(uid) === undefined) host.start(uid, {})
    host.send(uid, { type: whereItIs(object) })
  })
  return host
}

function whereItIs({ metadata, spec, status }: Deployment): 'PROGRESS' | 'COMPLETE' | 'DEADLINE' | 'PAUSE' {
  if (spec.paused) return 'PAUSE'
  if (metadata.generation !== status?.observedGeneration) return 'PROGRESS'
  const progressing = status?.conditions?.find((condition) => condition.type === 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') return 'DEADLINE'
  return progressing?.reason === 'NewReplicaSetAvailable' ? 'COMPLETE' : 'PROGRESS'
}
