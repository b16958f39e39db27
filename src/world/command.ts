import type { Part } from '../kube/plane/controlPlane'
import type { FlowSpec } from '../net/flow'
import type { PoolSpec } from './pools'
import type { Named } from './rollouts'

/** A file of the editor. */
export interface SourceFile {
  readonly name: string
  readonly text: string
}

/** The parts of the control plane that a person can stop and start. */
export type ControlPlanePart = Part

/**
 * Under whose name something is done, as with `kubectl --as` and `--as-group`: a user, or a service account by its full name
 * (`system:serviceaccount:NAMESPACE:NAME`). A refusal is then what came of it, and not a failed command.
 */
export interface Acting {
  readonly as?: string
  readonly asGroups?: readonly string[]
}

/**
 * All that a person can do to a world. Commands are plain data: logged with their virtual time they, with the seed, are the run.
 * Objects are named by kind, namespace and name, because a replay must find them again.
 */
export type Command =
  /** `kubectl apply -f` of one editor file, whole. */
  | ({ readonly type: 'apply'; readonly file: string; readonly text: string } & Acting)
  | ({
      readonly type: 'delete'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly force?: boolean
    } & Acting)
  | ({
      readonly type: 'scale'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly replicas: number
    } & Acting)
  /** The container's main process is killed (exit 137); the kubelet then does what restartPolicy says. */
  | { readonly type: 'kill-container'; readonly namespace: string; readonly pod: string; readonly container: string }
  /** `kubectl delete pod`. */
  | ({ readonly type: 'kill-pod'; readonly namespace: string; readonly pod: string } & Acting)
  | { readonly type: 'power-off'; readonly node: string }
  | { readonly type: 'power-on'; readonly node: string }
  /** Network between the node and everybody else. */
  | { readonly type: 'cut'; readonly node: string }
  | { readonly type: 'mend'; readonly node: string }
  | ({ readonly type: 'cordon'; readonly node: string } & Acting)
  /** Also ends a drain. */
  | ({ readonly type: 'uncordon'; readonly node: string } & Acting)
  /**
   * `kubectl drain --ignore-daemonsets --delete-emptydir-data`: goes on until the node is empty or uncordoned. `force` sends away pods too that
   * no controller would make anew; without it they forbid the whole.
   */
  | ({ readonly type: 'drain'; readonly node: string; readonly force?: boolean } & Acting)
  /** A delete that a PodDisruptionBudget may refuse. */
  | ({ readonly type: 'evict'; readonly namespace: string; readonly pod: string } & Acting)
  /** `kubectl rollout restart`, `undo` (to the revision before unless one is named), `pause` and `resume`. */
  | ({ readonly type: 'restart' } & Named & Acting)
  | ({ readonly type: 'undo'; readonly revision?: number } & Named & Acting)
  | ({ readonly type: 'pause' } & Named & Acting)
  /** Of a Deployment that is paused, or of a Job or CronJob that is suspended. */
  | ({ readonly type: 'resume' } & Named & Acting)
  | ({ readonly type: 'suspend' } & Named & Acting)
  /** `kubectl create job --from=cronjob/NAME`. */
  | ({ readonly type: 'trigger'; readonly namespace: string; readonly name: string; readonly job?: string } & Acting)
  /** `kubectl set image`; the container `*` means all. */
  | ({ readonly type: 'set-image'; readonly container: string; readonly image: string } & Named & Acting)
  /** `kubectl patch --type=merge`, or of another type. */
  | ({ readonly type: 'patch'; readonly patch: unknown; readonly patchType?: 'merge' | 'strategic' | 'json' } & Named & Acting)
  | { readonly type: 'stop'; readonly part: ControlPlanePart }
  | { readonly type: 'start'; readonly part: ControlPlanePart }
  /** Registry speed as a factor of normal: 1 normal, 0.1 ten times slower, 0 unreachable. */
  | { readonly type: 'registry'; readonly speed: number }
  /** From now on the registry does not know the image. `known: true` brings it back. */
  | { readonly type: 'image'; readonly image: string; readonly known: boolean }
  | { readonly type: 'add-node'; readonly name?: string; readonly cpu?: string; readonly memory?: string; readonly zone?: string }
  | { readonly type: 'remove-node'; readonly node: string }
  /** A pool of like machines: one of a cloud grows and shrinks by itself, one on premises does not. */
  | ({ readonly type: 'add-pool' } & PoolSpec)
  /** Other bounds or another price for a pool. */
  | { readonly type: 'set-pool'; readonly name: string; readonly min?: number; readonly max?: number; readonly price?: number }
  /** Requests per second to a Service, or to a host and path of the ingress controller; 0 ends it. Who asks is a user unless pods are named. */
  | ({ readonly type: 'traffic'; readonly rate: number } & FlowSpec)

/** A command as it stands in the log. */
export interface LoggedCommand {
  /** Virtual ms. */
  readonly at: number
  readonly command: Command
}

/** Under whose name each command is carried out that asks the API server for something; the others are done to machines. */
const ASKING: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'apply',
  'delete',
  'scale',
  'kill-pod',
  'cordon',
  'uncordon',
  'drain',
  'evict',
  'restart',
  'undo',
  'pause',
  'resume',
  'suspend',
  'trigger',
  'set-image',
  'patch',
])

/** The command under another name, unless it says one itself or asks nobody. */
export const actingAs = (command: Command, acting: Acting): Command =>
  acting.as && ASKING.has(command.type) && !('as' in command) ? ({ ...command, ...acting } as Command) : command
