// All that is said in Korean, as one chunk that arrives on first use.
export { ko } from './ko'
export { narrationKo } from './narrationKo'
