import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { duplicate, invalid, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import type { KubeObject } from '../../../api/meta'
import { dns1123Label } from '../../../api/names'
import { list, objectSchema, resourceList, stringMap, struct } from '../../../api/schema/schema'
import { validateLabels } from '../../../api/validateMeta'
import { validateAmount, validateTolerations, type Toleration } from '../pod/api'

/** How containers are run, and what that costs and where it can be had; upstream: node.k8s.io/v1 RuntimeClass. */
export interface RuntimeClass extends KubeObject {
  readonly apiVersion: 'node.k8s.io/v1'
  readonly kind: 'RuntimeClass'
  readonly handler: string
  readonly overhead?: { readonly podFixed?: Readonly<Record<string, string>> }
  readonly scheduling?: {
    readonly nodeSelector?: Readonly<Record<string, string>>
    readonly tolerations?: readonly Toleration[]
  }
}

declare module '../../../api/meta' {
  interface KindMap {
    RuntimeClass: RuntimeClass
  }
}

export default defineKind<RuntimeClass>({
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  singular: 'runtimeclass',
  namespaced: false,
  schema: objectSchema('RuntimeClass', {
    handler: 'string!',
    overhead: struct('v1.Overhead', { podFixed: resourceList }),
    scheduling: struct('v1.Scheduling', {
      nodeSelector: stringMap,
      tolerations: list(
        struct('v1.Toleration', {
          key: 'string',
          operator: 'string',
          value: 'string',
          effect: 'string',
          tolerationSeconds: 'int64*',
        }),
      ),
    }),
  }),
  validate,
  validateUpdate: (next, old) => [
    ...validate(next),
    ...(next.handler === old.handler ? [] : [invalid('handler', next.handler, 'field is immutable')]),
  ],
  columns: [nameColumn, textColumn('Handler', ({ handler }) => handler), ageColumn],
})

/** Rule: ValidateRuntimeClass. */
function validate({ handler, overhead, scheduling }: RuntimeClass): FieldError[] {
  const out: FieldError[] = []
  if (!handler) out.push(required('handler'))
  else for (const message of dns1123Label(handler)) out.push(invalid('handler', handler, message))
  for (const [name, amount] of Object.entries(overhead?.podFixed ?? {})) {
    validateAmount(name, amount, `overhead.podFixed.limits[${name}]`, out)
  }
  if (!scheduling) return out
  const { nodeSelector, tolerations = [] } = scheduling
  out.push(...validateLabels(nodeSelector, 'scheduling.nodeSelector'))
  validateTolerations(tolerations, 'scheduling.tolerations', out)
  const seen = new Set<string>()
  tolerations.forEach((toleration, i) => {
    const text = JSON.stringify(toleration)
    if (seen.has(text)) out.push(duplicate(`scheduling.tolerations[${i}]`, toleration))
    seen.add(text)
  })
  return out
}
