import { usableName } from '../edit/files'
import { refuse, type Reader } from './reading'

/** A name that a file of the editor can have. */
export const fileName: Reader<string> = (value, at) =>
  typeof value === 'string' && usableName([], value) === value ? value : refuse(at)
