import type { LoggedCommand, SourceFile } from '../../world/command'

type Files = readonly SourceFile[]

/** The files with another text in one of them, which is added when there is none of that name. */
export function withText(files: Files, name: string, text: string): Files {
  const isNew = !files.some((file) => file.name === name)
  return isNew ? [...files, { name, text }] : files.map((file) => (file.name === name ? { name, text } : file))
}

/** A name that no file has yet. */
export function freshName(files: Files): string {
  let number = files.length + 1
  while (files.some((file) => file.name === `file-${number}.yaml`)) number++
  return `file-${number}.yaml`
}

/** The name that a person meant, with its ending, or null when it is taken or cannot be one. */
export function usableName(files: Files, wanted: string): string | null {
  const name = /\.ya?ml$/.test(wanted) ? wanted : `${wanted}.yaml`
  return /^\w[\w.-]{0,60}$/.test(name) && !files.some((file) => file.name === name) ? name : null
}

/** True for what was kept as files by an earlier visit. */
export function isFiles(value: unknown): value is Files {
  return Array.isArray(value) && value.length <= 50 && value.every(isFile)
}

function isFile(value: unknown): value is SourceFile {
  if (typeof value !== 'object' || value === null) return false
  const { name, text } = value as Partial<SourceFile>
  return typeof name === 'string' && typeof text === 'string'
}

/** The files as a log leaves them applied; what was applied empty at last is gone. */
export function appliedIn(log: readonly LoggedCommand[]): Files {
  const texts = new Map<string, string>()
  for (const { command } of log) if (command.type === 'apply') texts.set(command.file, command.text)
  return [...texts].flatMap(([name, text]) => (text ? [{ name, text }] : []))
}
