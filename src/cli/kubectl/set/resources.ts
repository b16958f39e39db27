import { isQuantity } from '../../../api/quantity'
import { parseFlags } from '../flags'
import { splitPair } from '../pairs'
import { isChosen } from '../podSpec'
import { UsageError, type Running, type Shell } from '../shell'
import { changeTemplates } from './templates'

/** `kubectl set resources TYPE/NAME --requests=cpu=100m --limits=memory=1Gi [-c CONTAINER]`. */
export function* setResources(shell: Shell, words: readonly string[]): Running {
  const { words: named, flags } = parseFlags(
    'set resources',
    words.map((word) => word.replace(/^-c(?==|$)/, '--containers')),
    { selector: 'text', all: 'switch', containers: 'text', limits: 'text', requests: 'text' },
  )
  const limits = amounts(flags.get('limits'))
  const requests = amounts(flags.get('requests'))
  if (!limits && !requests)
    throw new UsageError('error: you must specify an update to requests or limits (in the form of --requests/--limits)')
  const resources = { ...(limits && { limits }), ...(requests && { requests }) }
  const chosen = flags.get('containers') ?? '*'
  changeTemplates(shell, named, flags, 'resource requirements updated', (_, { containers = [] }) => {
    const changed = containers.filter(({ name }) => isChosen(name, chosen))
    if (changed.length === 0) throw new UsageError(`error: unable to find container named ${chosen}`)
    return { containers: changed.map(({ name }) => ({ name, resources })) }
  })
  return 0
}

/** `cpu=200m,memory=512Mi`. Throws UsageError. */
function amounts(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (!text) return undefined
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [name, amount] = splitPair(pair)
      if (!name || amount === undefined)
        throw new UsageError(`error: invalid argument syntax ${pair}, expected <resource>=<value>`)
      if (!isQuantity(amount))
        throw new UsageError("error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
      return [name, amount]
    }),
  )
}
