import type { DetailView, PodState, PodView } from '../../world/frame'
import type { View } from '../readModel'
import { aboutFurniture } from './aboutFurniture'
import { stateLabel } from './chartLayout'
import { isUp, partOf } from '../stage/parts'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** What the head of the inspector says of an object. */
export interface About {
  readonly name: string
  readonly status: string
  readonly facts: readonly string[]
  readonly sentence: string
  readonly state: PodState
  readonly hue: number
  readonly isTrouble: boolean
}

/** Finds an object wherever the view has it and says in words how it is. */
export function aboutObject(view: View, uid: string, detail: DetailView | null, say: Say): About {
  const pod = view.pods.get(uid)
  if (pod) return aboutPod(pod, detail, say)
  const kind = detail?.kind ?? ''
  const base = {
    name: detail?.name ?? '',
    status: kind,
    facts: [],
    sentence: '',
    state: 'ready',
    hue: -1,
    isTrouble: false,
  } as const
  const node = view.nodes.find((other) => other.uid === uid)
  if (node) {
    const isTrouble = node.ready !== 'True'
    const facts = ['Node', node.zone, node.unschedulable ? 'SchedulingDisabled' : ''].filter(Boolean)
    return {
      ...base,
      name: node.name,
      status: isTrouble ? 'NotReady' : 'Ready',
      facts,
      state: isTrouble ? 'crash' : 'ready',
      isTrouble,
    }
  }
  const service = view.services.find((other) => other.uid === uid)
  if (service) {
    const facts = [service.type, service.ports, service.clusterIP].filter(Boolean)
    const sentence = say('tree.service', { name: service.name, n: service.endpoints.length })
    return {
      ...base,
      name: service.name,
      status: 'Service',
      facts,
      sentence,
      state: service.endpoints.length ? 'ready' : 'pending',
      hue: service.hue,
    }
  }
  const workload = view.drift.find((other) => other.uid === uid)
  if (workload) {
    const { want, have } = workload
    const sentence = say('drift.wantHave', { want, have })
    return {
      ...base,
      name: workload.name,
      status: workload.kind,
      sentence,
      state: want === have ? 'ready' : 'creating',
      hue: workload.hue,
    }
  }
  const furniture = aboutFurniture(view, uid, say)
  if (furniture) return furniture
  const part = partOf(uid)
  if (part) {
    const up = isUp(part, view)
    const lit = detail?.charts[0]?.states.find(({ now }) => now)?.id
    return {
      ...base,
      name: part,
      status: lit ? stateLabel(lit) : say(up ? 'inspect.runs' : 'stage.down'),
      state: up ? 'ready' : 'crash',
      isTrouble: !up,
    }
  }
  const document = view.documents.find((other) => other.uid === uid)
  if (detail && !detail.exists) return { ...base, facts: [say('inspect.gone')], state: 'unknown' }
  return document ? { ...base, name: document.name, status: document.kind, state: document.state, hue: document.hue } : base
}

const sentences: Readonly<Record<PodState, string>> = {
  ghost: 'inspect.pendingLine',
  pending: 'inspect.pendingLine',
  creating: 'inspect.creating',
  notready: 'inspect.notready',
  ready: 'inspect.ready',
  crash: 'inspect.crash',
  failed: 'inspect.failed',
  term: 'inspect.term',
  done: 'inspect.done',
  unknown: 'inspect.unknown',
}

/** Who has a pod leave, as its condition DisruptionTarget tells. */
const senders: Readonly<Record<string, string>> = {
  PreemptionByScheduler: 'inspect.preempted',
  EvictionByEvictionAPI: 'inspect.evicted',
}

function aboutPod(pod: PodView, detail: DetailView | null, say: Say): About {
  const facts = [
    pod.node && say('inspect.onNode', { node: pod.node }),
    pod.restarts ? say('inspect.restarts', { n: pod.restarts }) : '',
  ]
  const isTrouble = pod.state === 'crash' || pod.state === 'failed'
  const sender = senders[detail?.conditions.find(({ type }) => type === 'DisruptionTarget')?.reason ?? '']
  const key =
    pod.state === 'term' && sender
      ? sender
      : pod.state === 'crash' && pod.exitCode === null
        ? 'inspect.crashPlain'
        : sentences[pod.state]
  return {
    name: pod.name,
    status: pod.status,
    facts: facts.filter(Boolean),
    sentence: say(key, { code: pod.exitCode ?? 0 }),
    state: pod.state,
    hue: pod.hue,
    isTrouble,
  }
}
