import fc from 'fast-check'
import { isList, isObject, type JsonObject } from '../../../src/api/patch/json'

const names = ['a', 'b', 'c', 'd']
const text = fc.constantFrom('1', '2', '3')
const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const drop = (object: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as JsonObject

/** Some of the names, in any order, each with something to it. */
const list = (item: (name: string) => fc.Arbitrary<JsonObject>) =>
  fc.shuffledSubarray(names, { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(item)))

const env = list((name) => text.map((value) => ({ name, value })))
const ports = list((name) => text.map((protocol) => ({ containerPort: name.charCodeAt(0), protocol })))
const containers = list(
  (name) =>
  fc.record({ name: fc.constant(name), image: some(text), env: some(env), ports: some(ports), args: some(fc.array(text, { minLength: 1, maxLength: 2 })) }).map(drop), // prettier-ignore
)
const labels = fc.dictionary(fc.constantFrom('x', 'y', 'constructor'), text, { noNullPrototype: true })

/** Pods in the fields that patches treat in their different ways. No empty lists: the API server drops them. */
export const anyPod: fc.Arbitrary<JsonObject> = fc.record({
  metadata: fc
    .record({ labels: some(labels), finalizers: some(fc.shuffledSubarray(['f', 'g', 'h'], { minLength: 1 })) })
    .map(drop),
  spec: fc.record({ containers, nodeSelector: some(labels), tolerations: some(fc.array(text.map((key) => ({ key })), { minLength: 1, maxLength: 2 })) }).map(drop), // prettier-ignore
})

/** A pod with its finalizers sorted: they are a set, and not even upstream's patches see to their order always. */
export function unordered(pod: JsonObject): JsonObject {
  const metadata = pod['metadata']
  const finalizers = isObject(metadata) ? metadata['finalizers'] : undefined
  return isObject(metadata) && isList(finalizers)
    ? { ...pod, metadata: { ...metadata, finalizers: [...finalizers].sort() } }
    : pod
}
