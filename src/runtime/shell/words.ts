import { builtins, isQuiet, plainName } from './builtins'
import { tools } from './tools'

const further = new Set(['sh', 'bash', 'ash', 'sleep', 'exit', 'wait', 'exec', 'xargs', 'env', 'timeout', 'nohup', 'time'])
/** Words that a shell knows and no program is called. */
const none = new Set(['[[', '((', 'let', 'local', 'declare', 'shift'])

/** Is this one of the commands that are done without a program of the image? */
export function isShellWord(name: string): boolean {
  const plain = plainName(name)
  if (none.has(plain)) return false
  return further.has(plain) || Object.hasOwn(tools, plain) || Object.hasOwn(builtins, plain) || isQuiet(plain)
}
