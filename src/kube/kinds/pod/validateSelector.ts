import { forbidden, invalid, required, type FieldError } from '../../../api/errors'
import type { LabelSelector, LabelSelectorRequirement } from '../../../api/meta'
import { labelValue, qualifiedName } from '../../../api/names'
import { validateLabels } from '../../../api/validateMeta'

const needsValues = "must be specified when `operator` is 'In' or 'NotIn'"
const noValues = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"

/** Checks a label selector. Rule: ValidateLabelSelector, apimachinery. */
export function validateSelector(selector: LabelSelector | undefined, path: string, out: FieldError[]): void {
  if (!selector) return
  out.push(...validateLabels(selector.matchLabels, `${path}.matchLabels`))
  selector.matchExpressions?.forEach((one, i) => validateRequirement(one, `${path}.matchExpressions[${i}]`, out))
}

/** Checks a label's key standing alone. Rule: ValidateLabelName. */
export function validateLabelName(key: string | undefined, path: string, out: FieldError[]): void {
  for (const message of qualifiedName(key ?? '')) out.push(invalid(path, key ?? '', message))
}

function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, path: string, out: FieldError[]): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) out.push(required(`${path}.values`, needsValues))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) out.push(forbidden(`${path}.values`, noValues))
  } else out.push(invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator'))
  validateLabelName(key, `${path}.key`, out)
  values.forEach((value, i) => {
    for (const message of labelValue(value)) out.push(invalid(`${path}.values[${i}]`, value, message))
  })
}
