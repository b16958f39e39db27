// What is said in Korean after the first picture, as one chunk.
import { addressKo } from './addressKo'
import { inspectorKo } from './inspectorKo'
import { narrationKo } from './narrationKo'

export const later = { ...addressKo, ...inspectorKo, ...narrationKo }
