import { forbidden, invalid, notSupported, type FieldError } from '../../../api/errors'
import { addQuantities, compareQuantity, formatQuantity, isQuantity, toQuantity, type Quantity } from '../../../api/quantity'
import type { PodSpec } from './types'
import { validateResources } from './validateResources'
