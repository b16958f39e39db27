import type { Phrase } from '../../src/world/frame'
import type { Seen } from '../../src/scene/narrate/seen'

type Values = Readonly<Record<string, string | number>>

/** What each busy clause counts, counted anew from the view. */
const clauses: Readonly<Record<string, (seen: Seen, root: string) => number>> = {
  pulling: (seen, root) => below(seen, root).filter((pod) => pod.state === 'creating' && pod.span).length,
  starting: (seen, root) => below(seen, root).filter((pod) => pod.state === 'creating' && !pod.span).length,
  leaving: (seen, root) => below(seen, root).filter((pod) => pod.state === 'term').length,
  replacing: (seen, root) => below(seen, root).filter((pod) => pod.old && pod.state !== 'term').length,
  crashing: (seen, root) =>
    below(seen, root).filter((pod) => pod.state === 'crash' && !/Pull|ImageName/.test(imageTrouble(pod))).length,
  pullFailed: (seen, root) =>
    below(seen, root).filter((pod) => pod.state === 'crash' && /Pull|ImageName/.test(imageTrouble(pod))).length,
  making: missing,
  unmade: missing,
}

const imageTrouble = (pod: ReturnType<typeof below>[number]): string => pod.containers.map(({ reason }) => reason).join()

function below(seen: Seen, root: string) {
  const parents = new Map(seen.furniture.owners.map(({ uid, parent }) => [uid, parent]))
  return [...seen.pods.values()].filter((pod) => {
    let uid = pod.owner
    while (uid && uid !== root) uid = parents.get(uid) ?? ''
    return uid === root
  })
}

function missing(seen: Seen, root: string): number {
  const { want, kind } = seen.drift.find(({ uid }) => uid === root)!
  if (kind === 'Job') return seen.ghosts.filter((ghost) => ghost.owner === root && (ghost.at ?? 0) <= seen.now).length
  return Math.max(0, want - below(seen, root).filter((pod) => !pod.old && pod.state !== 'term').length)
}

/** What in a phrase does not agree with the view, in words; empty when all does. */
export function liesIn(seen: Seen, { key, values = {} }: Phrase, about: string | null): string[] {
  const lies: string[] = []
  const expectSame = (name: string, is: unknown): void => {
    if (values[name] !== is) lies.push(`${key}: ${name} is ${String(is)}, said ${String(values[name])}`)
  }
  const workload = seen.drift.find(({ uid }) => uid === about)
  if (/^narrate\.(asked|all|allOf|askedOf|rollout\.done|job\.goes)$/.test(key) && workload) {
    expectSame('want', workload.want)
    if ('have' in values) expectSame('have', workload.have)
  }
  if (key === 'narrate.all' || key === 'narrate.allOf') {
    if (workload && workload.have !== workload.want) lies.push(`${key}: ${workload.have} of ${workload.want}`)
  }
  if (key.startsWith('narrate.busy.') && workload) {
    for (const clause of key.slice('narrate.busy.'.length).split('.')) {
      const count = clauses[clause]
      if (count) expectSame(clause, count(seen, workload.uid))
    }
  }
  if (/^narrate\.pod\.(?!gone)/.test(key)) lies.push(...podLies(seen, key, values, about))
  if (/^narrate\.pods\.(ready|ending|pulling|pullFailed)$/.test(key)) {
    const state = { ready: 'ready', ending: 'term', pulling: 'creating', pullFailed: 'crash' }[key.split('.')[2]!]
    const there = [...seen.pods.values()].filter((pod) => pod.state === state).length
    if (Number(values['n']) > there) lies.push(`${key}: there are only ${there}`)
  }
  if (key === 'narrate.why.served') {
    const service = seen.services.find(({ name }) => name === values['service'])
    expectSame('n', service?.endpoints.length)
  }
  if (key.startsWith('narrate.node.') && 'node' in values) lies.push(...nodeLies(seen, key, values))
  if (key.startsWith('narrate.part.')) {
    const [, , part, how] = key.split('.') as [string, string, 'scheduler', string]
    if (seen.plane![part].up !== how.startsWith('up')) lies.push(`${key}: it is not so`)
  }
  if (key === 'narrate.nothing' && (workload ? [workload] : seen.drift).some(({ want, have }) => have < want))
    lies.push('there is something to do')
  return lies
}

function podLies(seen: Seen, key: string, values: Values, about: string | null): string[] {
  const pod = about ? seen.pods.get(about) : undefined
  if (!pod) return [`${key}: there is no such pod`]
  const what = key.split('.')[2]!
  const lies: string[] = []
  if (values['pod'] !== pod.short) lies.push(`${key}: it is ${pod.short}`)
  const states: Readonly<Record<string, readonly string[]>> = {
    made: ['pending'],
    waits: ['pending'],
    pulling: ['creating'],
    starting: ['creating'],
    placed: ['creating'],
    started: ['notready'],
    ready: ['ready'],
    notReady: ['notready'],
    crashed: ['crash'],
    backOff: ['crash'],
    pullFailed: ['crash'],
    killed: ['crash'],
    ending: ['term'],
    done: ['done'],
    unknown: ['unknown'],
    failed: ['failed'],
    evicted: ['failed'],
  }
  if (states[what] && !states[what].includes(pod.state)) lies.push(`${key}: it is ${pod.state}`)
  if (what === 'placed' && values['node'] !== pod.node) lies.push(`${key}: it is on ${pod.node}`)
  return lies
}

function nodeLies(seen: Seen, key: string, { node: name }: Values): string[] {
  const node = seen.nodes.find((one) => one.name === name)
  if (key === 'narrate.node.gone') return node ? [`${key}: it is there`] : []
  if (!node) return [`${key}: there is no ${String(name)}`]
  const truths: Readonly<Record<string, boolean>> = {
    lost: node.ready === 'Unknown',
    notReady: node.ready === 'False',
    back: node.ready === 'True',
    off: !node.powered,
    cut: !node.connected,
    cordoned: node.unschedulable,
    uncordoned: !node.unschedulable,
    drains: node.draining !== undefined,
  }
  const what = key.split('.')[2]!
  return truths[what] === false ? [`${key}: it is not so`] : []
}
