import type { ProcessSpec } from './processState'
import type { Program } from './programs'
import type { ProgramPlace } from './shell/vm'

/** ms that a program of which nothing is known takes in the midst of a script, and one that goes on by itself in the background. */
export const TOOL_MS = 2000
export const DAEMON_MS = 1000

/**
 * Does a program that a script came to stay up, the script waiting for it or going on beside it? The last one of a script serves; before
 * that, and in what is meant to end, it did its work and ended, unless its name says that it is a server.
 */
export function staysUp(
  { endsBySelf }: ProcessSpec,
  { runsMs, serves, endless }: Program,
  { how }: { readonly how: ProgramPlace },
): 'alone' | 'beside' | undefined {
  if (runsMs !== undefined) return undefined
  if (endless) return how === 'beside' ? 'beside' : 'alone'
  if (how === 'beside') return 'beside'
  if (endsBySelf) return undefined
  if (serves === 'beside') return how === 'last' ? 'alone' : 'beside'
  return how === 'last' || serves === 'alone' ? 'alone' : undefined
}

/** What it uses when idle. Servers make do with what they are given, as long as that is no mere part of what they need. */
export function fitting({ behaviour: { memory, leak, fixedMemory }, memoryLimit }: ProcessSpec): number {
  const room = memoryLimit * 0.8
  return memoryLimit && !fixedMemory && leak === 0 && memory > room && memory <= memoryLimit * 3 ? room : memory
}

/** A script needs next to nothing until it starts what its image is for. */
export const ofScript = ({ behaviour: { memory, fixedMemory } }: ProcessSpec) =>
  fixedMemory ? memory : Math.min(memory, SCRIPT_MEMORY)
const SCRIPT_MEMORY = 4 * 1024 * 1024
