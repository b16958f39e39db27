import { forbidden, invalid, notOneOf, required, type FieldError } from '../../../api/errors'
import { HIGHEST_USER_PRIORITY, systemPriorityClasses } from './system'
import type { PriorityClass } from './types'

const prefix = 'system-'

/** Checks a priority class. Rule: ValidatePriorityClass. */
export function validatePriorityClass(priorityClass: PriorityClass): FieldError[] {
  const { metadata, value, preemptionPolicy } = priorityClass
  const out: FieldError[] = []
  if (metadata?.name?.startsWith(prefix)) {
    const why = unknownSystemClass(priorityClass)
    if (why)
      out.push(
        forbidden(
          'metadata.name',
          `priority class names with '${prefix}' prefix are reserved for system use only. error: ${why}`,
        ),
      )
  } else if (value > HIGHEST_USER_PRIORITY) {
    out.push(forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`))
  }
  if (preemptionPolicy === undefined) return out
  if ((preemptionPolicy as string) === '') out.push(required('preemptionPolicy'))
  else if (preemptionPolicy !== 'PreemptLowerPriority' && preemptionPolicy !== 'Never')
    out.push(notOneOf('preemptionPolicy', preemptionPolicy, ['PreemptLowerPriority', 'Never']))
  return out
}

/** Checks a replaced one: its value and policy stay. Rule: ValidatePriorityClassUpdate. */
export function validatePriorityClassUpdate(next: PriorityClass, old: PriorityClass): FieldError[] {
  const out: FieldError[] = []
  if ((next.value ?? 0) !== (old.value ?? 0)) out.push(forbidden('Value', 'may not be changed in an update.'))
  if (next.preemptionPolicy !== old.preemptionPolicy)
    out.push(invalid('preemptionPolicy', next.preemptionPolicy, 'field is immutable'))
  return out
}

/** Why a class with the system's prefix is none of the system's; upstream: IsKnownSystemPriorityClass. */
function unknownSystemClass({ metadata: { name }, value = 0, globalDefault = false }: PriorityClass): string | undefined {
  const known = systemPriorityClasses.find((one) => one.name === name)
  if (!known) return `${name} is not a known system priority class`
  if (known.value !== value) return `value of ${name} PriorityClass must be ${known.value}`
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined
}
