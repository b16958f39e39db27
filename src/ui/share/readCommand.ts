import type { Command, ControlPlanePart } from '../../world/command'
import { Fault } from './fault'
import { either, type Fields, flag, given, json, list, map, maybe, number, object, oneOf, own, text, whole } from './reading'
import { caps } from './sharedRun'
import { fileName } from './fileName'

type Of<T extends Command['type']> = Extract<Command, { readonly type: T }>

/** Every command there is, with every field it can have: one that is missing here does not compile. */
type Table = { readonly [T in Command['type']]: Fields<Omit<Of<T>, 'type'>> }

const name = text()
const short = maybe(text(100))
const acting = { as: maybe(name), asGroups: maybe(list(name, 20)) }
const named = { kind: text(100), namespace: name, name }
const onNode = { node: name }
const part = { part: oneOf<ControlPlanePart>(['apiserver', 'etcd', 'scheduler', 'controller-manager']) }
const count = whole(0, 1_000_000)
const labels = map(text(caps.name))
const taint = object({
  key: name,
  value: maybe(name),
  effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const),
  timeAdded: maybe(name),
})
const source = object({ namespace: name, pod: maybe(name), labels: maybe(labels) })
const ingress = object({ host: name, path: maybe(text(2000)) })

const table: Table = {
  apply: { file: fileName, text: text(caps.text), ...acting },
  delete: { ...named, force: maybe(flag), ...acting },
  scale: { ...named, replicas: count, ...acting },
  'kill-container': { namespace: name, pod: name, container: name },
  'kill-pod': { namespace: name, pod: name, ...acting },
  'power-off': onNode,
  'power-on': onNode,
  cut: onNode,
  mend: onNode,
  cordon: { ...onNode, ...acting },
  uncordon: { ...onNode, ...acting },
  drain: { ...onNode, force: maybe(flag), ...acting },
  evict: { namespace: name, pod: name, ...acting },
  restart: { ...named, ...acting },
  undo: { ...named, revision: maybe(count), ...acting },
  pause: { ...named, ...acting },
  resume: { ...named, ...acting },
  suspend: { ...named, ...acting },
  trigger: { namespace: name, name, job: maybe(name), ...acting },
  'set-image': { ...named, container: name, image: name, ...acting },
  patch: { ...named, patch: json, patchType: maybe(oneOf(['merge', 'strategic', 'json'] as const)), ...acting },
  stop: part,
  start: part,
  registry: { speed: number(0, 1_000) },
  image: { image: name, known: flag },
  'add-node': { name: maybe(name), cpu: short, memory: short, zone: short },
  'remove-node': onNode,
  'add-pool': {
    name,
    min: maybe(count),
    max: maybe(count),
    size: maybe(whole(0, 1_000)),
    cpu: short,
    memory: short,
    zone: short,
    price: maybe(number(0, 1_000_000)),
    bootSeconds: maybe(number(0, 1_000_000)),
    onPremises: maybe(flag),
    labels: maybe(labels),
    taints: maybe(list(taint, 20)),
  },
  'set-pool': { name, min: maybe(count), max: maybe(count), price: maybe(number(0, 1_000_000)) },
  traffic: {
    namespace: name,
    service: name,
    port: maybe(either(whole(0, 65_535), text(100), (value) => typeof value === 'number')),
    from: maybe(source),
    ingress: maybe(ingress),
    rate: number(0, 100_000),
  },
}

/** A command that anybody may have made, made anew of its known fields. Throws a Fault. */
export function readCommand(value: unknown, at: string): Command {
  const source = given(value, at)
  const type = own(source, 'type')
  if (typeof type !== 'string' || !Object.hasOwn(table, type)) throw new Fault('fault.command', { at })
  const fields = table[type as Command['type']] as Fields<object>
  return { type, ...object(fields)(source, at) } as Command
}
