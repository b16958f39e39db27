// What is said in English after the first picture, as one chunk.
import { addressEn } from './addressEn'
import { inspectorEn } from './inspectorEn'
import { narrationEn } from './narrationEn'

export const later = { ...addressEn, ...inspectorEn, ...narrationEn }
