import type { Part } from '../kube/plane/controlPlane'
import type { FlowSpec } from '../net/flow'
import type { PoolSpec } from './pools'

/** A file of the editor. */
export interface SourceFile {
  readonly name: string
  readonly text: string
}

/** The parts of the control plane that a person can stop and start. */
export type ControlPlanePart = Part

/**
 * All that a person can do to a world. Commands are plain data: logged with their virtual time they, with the seed, are the run.
 * Objects are named by kind, namespace and name, because a replay must find them again.
 */
export type Command =
  /** `kubectl apply -f` of one editor file, whole. */
  | { readonly type: 'apply'; readonly file: string; readonly text: string }
  | {
      readonly type: 'delete'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly force?: boolean
    }
  | {
      readonly type: 'scale'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly replicas: number
    }
  /** The container's main process is killed (exit 137); the kubelet then does what restartPolicy says. */
  | { readonly type: 'kill-container'; readonly namespace: string; readonly pod: string; readonly container: string }
  /** `kubectl delete pod`. */
  | { readonly type: 'kill-pod'; readonly namespace: string; readonly pod: string }
  | { readonly type: 'power-off'; readonly node: string }
  | { readonly type: 'power-on'; readonly node: string }
  /** Network between the node and everybody else. */
  | { readonly type: 'cut'; readonly node: string }
  | { readonly type: 'mend'; readonly node: string }
  | { readonly type: 'cordon'; readonly node: string }
  | { readonly type: 'uncordon'; readonly node: string }
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
