import { PatchError } from './errors'
import { equalJson, isList, isObject, objectOf, own, type Json, type JsonObject } from './json'

/** One operation of a JSON patch. */
export type JsonPatchOperation = { readonly op: string; readonly path?: string; readonly from?: string; readonly value?: Json }

/** As many operations as the API server takes in one patch. */
export const maxOperations = 10_000
/** How much `copy` may add up to, in characters; otherwise ten doublings make a thousandfold. */
const maxCopied = 3 * 1024 * 1024

/** What a body claims to be operations may hold anything. */
const isOperation = (operation: unknown) => typeof operation === 'object' && operation !== null && 'op' in operation

type Container = JsonObject | readonly Json[]
/** Changes the container that a path ends in. */
type Edit = (container: Container, key: string) => Container

/**
 * Applies a JSON patch, all of it or nothing. Throws PatchError with the messages of the library that the API server and
 * kubectl use. Rule: RFC 6902, with that library's freedoms: negative indexes, and `replace` of an absent key sets it.
 */
export function jsonPatch(root: Json, operations: readonly JsonPatchOperation[]): Json {
  if (operations.length > maxOperations) {
    throw new PatchError(`The allowed maximum operations in a JSON patch is ${maxOperations}, got ${operations.length}`, 400)
  }
  if (!operations.every(isOperation)) {
    throw new PatchError('error decoding patch: json: cannot unmarshal into Go value of type jsonpatch.Patch', 400)
  }
  let copied = 0
  let at: Json = root
  for (const operation of operations) {
    if (operation.op === 'copy') copied += JSON.stringify(operand(at, operation).value).length
    if (copied > maxCopied) {
      throw refuse(
        `Unable to complete the copy, the accumulated size increase of copy is ${copied}, exceeding the limit ${maxCopied}`,
      )
    }
    at = step(at, operation)
  }
  return at
}

function step(root: Json, operation: JsonPatchOperation): Json {
  switch (operation.op) {
    case 'add':
      return add(root, pathOf(operation), operation.value ?? null)
    case 'remove': {
      const path = pathOf(operation)
      return edit(root, path, `remove operation does not apply: doc is missing path: "${path}"`, (container, key) =>
        within(`error in remove for path: '${path}'`, () => removeKey(container, key)),
      )
    }
    case 'replace':
      return replace(root, pathOf(operation), operation.value ?? null)
    case 'move':
      return move(root, fromOf(operation), pathOf(operation))
    case 'copy':
      return copy(root, operand(root, operation), pathOf(operation))
    case 'test':
      return test(root, pathOf(operation), operation.value ?? null)
    default:
      throw refuse(`Unexpected kind: ${operation.op}`)
  }
}

const add = (root: Json, path: string, value: Json) =>
  edit(root, path, `add operation does not apply: doc is missing path: "${path}"`, (container, key) =>
    within(`error in add for path: '${path}'`, () => addKey(container, key, value)),
  )

function replace(root: Json, path: string, value: Json): Json {
  if (path === '') {
    if (!isObject(value) && !isList(value)) throw refuse('replace operation value must be object or array')
    return value
  }
  return edit(root, path, `replace operation does not apply: doc is missing path: ${path}`, (container, key) => {
    if (isObject(container)) return setKey(container, key, value)
    const index = trying(
      () => indexIn(container, key),
      `replace operation does not apply: doc is missing key: ${path}: missing value`,
    )
    return container.with(index, value)
  })
}

function move(root: Json, from: string, path: string): Json {
  let moved: Json = null
  const without = edit(root, from, `move operation does not apply: doc is missing from path: ${from}`, (container, key) =>
    within(`error in move for path: '${key}'`, () => {
      moved = valueAt(container, key)
      return removeKey(container, key)
    }),
  )
  return edit(without, path, `move operation does not apply: doc is missing destination path: ${path}`, (container, key) =>
    within(`error in move for path: '${path}'`, () => addKey(container, key, moved)),
  )
}

const copy = (root: Json, source: { value: Json }, path: string) =>
  edit(root, path, `copy operation does not apply: doc is missing destination path: ${path}`, (container, key) =>
    within('error while adding value during copy', () => addKey(container, key, source.value)),
  )

/** What a copy takes; an absent key counts as null. */
function operand(root: Json, operation: JsonPatchOperation): { value: Json } {
  const from = fromOf(operation)
  let value: Json = null
  edit(root, from, `copy operation does not apply: doc is missing from path: ${from}`, (container, key) => {
    value = within(`error in copy for from: '${from}'`, () => valueAt(container, key))
    return container
  })
  return { value }
}

function test(root: Json, path: string, value: Json): Json {
  const failed = () => refuse(`testing value ${path} failed: test failed`)
  if (path === '') {
    if (!equalJson(root, value)) throw failed()
    return root
  }
  return edit(root, path, `test operation does not apply: is missing path: ${path}`, (container, key) => {
    const found = within(`error in test for path: '${path}'`, () => valueAt(container, key))
    if (!equalJson(found, value)) throw failed()
    return container
  })
}

/** Rebuilds the way down to the container that holds the last key of the path; what lies beside it is shared. */
function edit(root: Json, path: string, missing: string, change: Edit): Json {
  const keys = path.split('/').slice(1).map(decode)
  const last = keys.pop()
  const descend = (node: Json | undefined, depth: number): Json => {
    if (last === undefined || (!isObject(node) && !isList(node))) throw refuse(`${missing}: missing value`)
    if (depth === keys.length) return change(node, last)
    const key = keys[depth]!
    const child = trying(() => valueAt(node, key), `${missing}: missing value`)
    const changed = descend(child, depth + 1)
    if (changed === child) return node
    return isList(node) ? node.with(indexIn(node, key), changed) : setKey(node, key, changed)
  }
  return descend(root, 0)
}

const setKey = (object: JsonObject, key: string, value: Json) => objectOf([...Object.entries(object), [key, value]])

const valueAt = (container: Container, key: string): Json =>
  isList(container) ? container[indexIn(container, key)]! : (own(container as JsonObject, key) ?? null)

function addKey(container: Container, key: string, value: Json): Container {
  if (!isList(container)) return setKey(container as JsonObject, key, value)
  if (key === '-') return [...container, value]
  if (!isIndex(key)) throw refuse(`value was not a proper array index: '${key}': ${noIndex(key)}`)
  const index = indexIn(container, key, 1)
  return container.toSpliced(index, 0, value)
}

function removeKey(container: Container, key: string): Container {
  if (isList(container)) return container.toSpliced(indexIn(container, key), 1)
  const object = container as JsonObject
  if (!Object.hasOwn(object, key)) throw refuse(`Unable to remove nonexistent key: ${key}: missing value`)
  return objectOf(Object.entries(object).filter(([name]) => name !== key))
}

/** The place that a key means in a list; negative ones count from the end, `beyond` allows the place after it. */
function indexIn(list: readonly Json[], key: string, beyond = 0): number {
  if (!isIndex(key)) throw refuse(noIndex(key))
  const index = Number(key)
  const size = list.length + beyond
  if (index >= size || index < -size) throw refuse(`Unable to access invalid index: ${index}: invalid index referenced`)
  return index < 0 ? index + size : index
}

const isIndex = (key: string) => /^[+-]?\d+$/.test(key)
const noIndex = (key: string) => `strconv.Atoi: parsing "${key}": invalid syntax`
const decode = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~')
const refuse = (message: string) => new PatchError(message, 422)

function pathOf({ op, path }: JsonPatchOperation): string {
  if (typeof path !== 'string') throw refuse(`${op} operation failed to decode path: missing value`)
  return path
}

function fromOf({ op, from }: JsonPatchOperation): string {
  if (typeof from !== 'string') throw refuse(`${op} operation failed to decode from: missing value`)
  return from
}

/** Puts what was being done before the message of a failure. */
const within = <T>(doing: string, action: () => T): T => trying(action, (message) => `${doing}: ${message}`)

function trying<T>(action: () => T, reword: string | ((message: string) => string)): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    throw refuse(typeof reword === 'string' ? reword : reword(error.message))
  }
}
