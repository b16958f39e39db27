import { timestamp } from '../../../api/time'
import type { ComponentContext } from '../../../control/component'
import { CowMap, type SavedMap } from '../../../kernel/cowMap'
import { withCondition } from '../../workload/conditions'
import { isFinished } from '../../workload/pods'
import { attempt } from '../../workload/rounds'
import { bearing, tolerationSeconds } from '../../workload/taints'
import type { Pod } from '../pod/api'
import type { Node, Taint } from './api'

/** A pod that will have to go. */
interface Sentence {
  readonly uid: string
  /** Virtual ms since when its node has been tainted, as far as this controller knows. */
  readonly since: number
  readonly at: number
}

const TOPIC = 'taint-eviction'
const REACTION_MS = 5
const RETRY_MS = 1_000

/**
 * Deletes pods that do not bear the NoExecute taints of their node, those that bear them for a while when that is over, and spares them
 * when the taint goes first; upstream: taint-eviction-controller.
 */
export function createTaintEviction(context: ComponentContext): void {
  const { kernel, client } = context
  const record = context.recorder('taint-eviction-controller')
  const sentences = new CowMap<string, Sentence>()
  kernel.part<SavedMap<string, Sentence>>(TOPIC, { save: () => sentences.save(), load: (saved) => sentences.load(saved) })
  context.onStart(() => sentences.clear())

  const judge = (pod: Pod, taints: readonly Taint[]) => {
    const { name, namespace = '', uid, deletionTimestamp } = pod.metadata
    const key = `${namespace}/${name}`
    const before = sentences.get(key)
    const known = before?.uid === uid ? before : undefined
    const borne = bearing(taints, pod.spec.tolerations ?? [])
    const seconds = borne ? tolerationSeconds(borne) : 0
    if (taints.length === 0 || seconds === Infinity || deletionTimestamp || isFinished(pod)) {
      if (!sentences.delete(key) || !known || deletionTimestamp) return
      record(pod, 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`)
      return
    }
    const since = known?.since ?? kernel.now
    const at = Math.max(kernel.now, since + seconds * 1000)
    if (known && known.at === at) return
    sentences.set(key, { uid, since, at })
    kernel.schedule(at - kernel.now + REACTION_MS, TOPIC, key, at)
  }

  const judgeNode = (node: Node) => {
    const taints = noExecute(node)
    for (const pod of client.podsOn(node.metadata.name)) judge(pod, taints)
  }

  const evict = (pod: Pod, key: string) => {
    record(pod, 'TaintManagerEviction', `Marking for deletion Pod ${key}`)
    const conditions = withCondition(pod.status.conditions ?? [], {
      type: 'DisruptionTarget',
      status: 'True',
      lastTransitionTime: timestamp(kernel.now),
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    })
    client.updateStatus<Pod>({ ...pod, status: { ...pod.status, conditions } })
    client.delete('Pod', pod, { preconditions: { uid: pod.metadata.uid } })
  }

  kernel.on(TOPIC, (key, body) => {
    const sentence = sentences.get(key)
    if (!context.up || !sentence || sentence.at !== body) return
    const refused = attempt(() => {
      const slash = key.indexOf('/')
      const pod = client.get('Pod', key.slice(slash + 1), key.slice(0, slash))
      if (pod?.metadata.uid === sentence.uid && !pod.metadata.deletionTimestamp) evict(pod, key)
    })
    if (refused && refused.reason !== 'NotFound') kernel.schedule(RETRY_MS, TOPIC, key, body)
    else sentences.delete(key)
  })

  context.watch('Node', ({ type, object, old }) => {
    if (type === 'DELETED' || (old && old.spec.taints === object.spec.taints)) return
    if (noExecute(object).length || (old && noExecute(old).length)) attempt(() => judgeNode(object))
  })
  context.watch('Pod', ({ type, object, old }) => {
    const { namespace = '', name } = object.metadata
    if (type === 'DELETED') {
      const key = `${namespace}/${name}`
      if (sentences.get(key)?.uid === object.metadata.uid) sentences.delete(key)
      return
    }
    const { nodeName, tolerations } = object.spec
    if (!nodeName || (old && old.spec.nodeName === nodeName && old.spec.tolerations === tolerations)) return
    attempt(() => {
      const node = client.get('Node', nodeName)
      if (node?.spec.taints) judge(object, noExecute(node))
    })
  })
}

const noExecute = ({ spec: { taints = [] } }: Node) => taints.filter(({ effect }) => effect === 'NoExecute')
