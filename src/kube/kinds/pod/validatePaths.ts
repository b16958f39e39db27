import { invalid, required, type FieldError } from '../../../api/errors'

const fileModes = 'must be a number between 0 and 0777 (octal), both inclusive'

/** Asks for fields that must not be empty. */
export function need<T extends object>(source: T, fields: readonly (keyof T & string)[], path: string, out: FieldError[]): void {
  for (const field of fields) if (!source[field]) out.push(required(`${path}.${field}`))
}

/** Checks the permissions of a file. */
export function fileMode(mode: number | undefined, path: string, out: FieldError[]): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) out.push(invalid(path, mode, fileModes))
}

/** Does a path climb anywhere? */
export const climbs = (target: string) => target.split('/').includes('..')

/** Checks that a path never climbs. Rule: validatePathNoBacksteps. */
export function noBacksteps(target: string, path: string, out: FieldError[]): void {
  if (climbs(target)) out.push(invalid(path, target, "must not contain '..'"))
}

/** Checks a file path inside a volume: relative, never upwards. Rule: validateLocalDescendingPath. */
export function descending(target: string, path: string, out: FieldError[]): void {
  if (target.startsWith('/')) out.push(invalid(path, target, 'must be a relative path'))
  noBacksteps(target, path, out)
}

/** The same for files that people name; names that begin with two dots are the kubelet's. Rule: ValidateLocalNonReservedPath. */
export function nonReserved(target: string, path: string, out: FieldError[]): void {
  descending(target, path, out)
  if (target.startsWith('..') && !target.startsWith('../')) out.push(invalid(path, target, "must not start with '..'"))
}
