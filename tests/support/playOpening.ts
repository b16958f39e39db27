import { readFileSync } from 'node:fs'
import type { Command } from '../../src/world/command'
import { WorldSession } from '../../src/world/session'

/**
 * Plays the opening in Node, with commands of the caller's (JSON: `[{at, command}]`) up to `until` ms, and prints the pods as JSON.
 * Run by the end-to-end test that compares it with the page.
 */
const [log = '[]', until = '0'] = process.argv.slice(2)
const opening = JSON.parse(readFileSync('scenarios/opening/scenario.json', 'utf8')) as {
  readonly seed: number
  readonly nodes: number
  readonly log: readonly { readonly at: number; readonly command: Command }[]
}
const text = readFileSync('scenarios/opening/web.yaml', 'utf8')
const session = new WorldSession({
  seed: opening.seed,
  nodes: opening.nodes,
  files: [{ name: 'web.yaml', text }],
  log: opening.log,
})
for (const { at, command } of JSON.parse(log) as readonly { readonly at: number; readonly command: Command }[]) {
  session.seek(at)
  session.dispatch(command)
}
const { pods } = session.seek(Number(until))
console.log(JSON.stringify(pods.map(({ name, node, state, ready }) => ({ name, node, state, ready }))))
