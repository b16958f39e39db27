import { kubectl } from '../../cli/kubectl/kubectl'
import type { KindLookup, Shell } from '../../cli/kubectl/shell'
import type { KindDefinition } from '../../api/kind'
import type { ClusterCopy } from '../../world/clusterCopy'
import type { Acting, Command } from '../../world/command'
import type { Session } from '../session.svelte'
import { caps, linesOf } from './lines'
import { recordingClient, Unsayable } from './record'

/** Verbs that tell of the cluster and change nothing in it. */
const TELLING = /^(auth|get|top|wait|rollout (status|history))\b/

/**
 * Carries out the commands of kubectl that an address holds, one after the other, each at the moment then shown. What comes of them is told
 * in one quiet line; what cannot be done is the session's notice, and the others are done all the same.
 */
export async function carryOut(session: Session, texts: readonly string[]): Promise<void> {
  await session.words.bringAll()
  const lines = texts.flatMap(linesOf)
  const letters = texts.reduce((sum, text) => sum + text.length, 0)
  if (lines.length > caps.lines || letters > caps.letters) {
    session.notice = session.say('cmd.many', { most: caps.lines, letters: caps.letters })
    return
  }
  const faults: string[] = []
  for (const words of lines) {
    const outcome = await carryOutLine(session, words)
    if (outcome.why) faults.push(session.say('cmd.refused', { line: words.join(' '), why: outcome.why }))
    else if (outcome.said) session.told.tell(outcome.said)
  }
  if (faults.length) session.notice = faults.join(' · ')
}

interface Outcome {
  readonly said: string
  /** Why it could not be done; '' when it was. */
  readonly why: string
}

async function carryOutLine(session: Session, words: readonly string[]): Promise<Outcome> {
  try {
    if (!session.client) throw new Error(session.say('cmd.cannot'))
    const { out, err, code, commands } = readLine(await session.client.copy(), session.view.now, words)
    if (code !== 0) return { said: '', why: err.join(' ') }
    for (const command of commands) await carryOutCommand(session, command)
    return { said: out.join(' · '), why: '' }
  } catch (error) {
    if (error instanceof Unsayable) return { said: '', why: session.say(error.key) }
    return { said: '', why: error instanceof Error ? error.message : String(error) }
  }
}

/** What a command line would do to a cluster, and what kubectl says to it. Throws Unsayable. */
export function readLine(copy: ClusterCopy, now: number, words: readonly string[]) {
  if (TELLING.test(words.join(' '))) throw new Unsayable('cmd.tells')
  const commands: Command[] = []
  const out: string[] = []
  const err: string[] = []
  const isOn = (flag: string): boolean => words.includes(flag) || words.includes(`${flag}=true`)
  const isWhole = words.includes('drain') && !words.some((word) => word.startsWith('--pod-selector'))
  const clientOf = (acting: Acting) => recordingClient(copy, commands, acting, isWhole ? { force: isOn('--force') } : undefined)
  const shell: Shell = {
    client: clientOf({}),
    clientAs: (as, asGroups) => clientOf(asGroups.length ? { as, asGroups } : { as }),
    kinds: lookup(copy.kinds),
    namespace: 'default',
    now,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  }
  // What a command waits for comes by itself, and nobody has to see it through.
  const { value, done } = kubectl(shell, words).next()
  return { out, err, code: done ? value : 0, commands }
}

function lookup(kinds: readonly KindDefinition[]): KindLookup {
  return {
    get: (kind) => kinds.find((one) => one.kind === kind),
    byResource: (name) =>
      kinds.find(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames].includes(name.toLowerCase())),
    byCategory(name) {
      const found = kinds.filter(({ categories }) => categories?.includes(name))
      return found.length ? found : undefined
    },
  }
}

/** Throws with the cluster's words when it refuses; of a document that is said at its line, so it is looked for there. */
async function carryOutCommand(session: Session, command: Command): Promise<void> {
  await session.carryOut(command)
  if (command.type !== 'apply') return
  const { file } = command
  await session.client?.tick(session.view.now, 0)
  const wrong = session.view.diagnostics.find((one) => one.file === file && one.severity === 'error')
  if (!wrong) return
  await session.carryOut({ type: 'apply', file, text: '' })
  throw new Error(wrong.message)
}
