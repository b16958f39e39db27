import { ApiError } from '../../src/api/errors'
import { timestamp } from '../../src/api/time'
import type { Job } from '../../src/kube/kinds/job/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import { controlPlane, draft, type ControlPlane } from './controlPlane'

/** A Job as a person writes one. */
export const job = (spec: object = {}, name = 'pack') =>
  draft({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { template: podTemplate(), ...spec },
  })

export const podTemplate = (restartPolicy = 'Never') => ({
  spec: { containers: [{ name: 'main', image: 'busybox' }], restartPolicy },
})

/** A control plane in which pods stay as they are until `end` says how they ended. */
export const plane = (): ControlPlane => controlPlane({ nodes: ['node-1', 'node-2'] })

export const pods = ({ client }: ControlPlane): readonly Pod[] => client.list('Pod')

export const running = (plane: ControlPlane): readonly Pod[] =>
  pods(plane).filter(
    ({ status, metadata }) => !metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed',
  )

export const jobOf = ({ client }: ControlPlane, name = 'pack'): Job => client.get('Job', name, 'default')!

/** A pod's containers end with a code. */
export function end({ client, kernel }: ControlPlane, pod: Pod, exitCode: number): void {
  const current = client.get('Pod', pod.metadata.name, pod.metadata.namespace)
  if (!current) return
  const state = { terminated: { exitCode, reason: exitCode ? 'Error' : 'Completed', finishedAt: timestamp(kernel.now) } }
  const containerStatuses = [{ name: 'main', image: 'busybox', imageID: '', ready: false, restartCount: 0, state }]
  const phase = exitCode ? 'Failed' : 'Succeeded'
  client.updateStatus<Pod>({ ...current, status: { ...current.status, phase, conditions: [], containerStatuses } })
}

/** `type=status/reason` of every condition. */
export const conditions = ({ status }: Job): string[] =>
  (status.conditions ?? []).map(({ type, status, reason }) => `${type}=${status}${reason ? `/${reason}` : ''}`)

/** What the server says to a request, or '' when it takes it. */
export function refusal(act: () => void): string {
  try {
    act()
  } catch (error) {
    if (error instanceof ApiError) return error.message
    throw error
  }
  return ''
}
