import type { Draft } from '../../api/meta'
import { parseSelector } from '../../api/parseSelector'
import { integer, parseFlags } from './flags'
import { theName } from './named'
import { UsageError, type Running, type Shell } from './shell'

/** `kubectl create poddisruptionbudget NAME --selector=app=web --min-available=1`. */
export function* createBudget(shell: Shell, words: readonly string[]): Running {
  const verb = 'create poddisruptionbudget'
  const { words: typed, flags } = parseFlags(verb, words, {
    selector: 'text',
    'min-available': 'text',
    'max-unavailable': 'text',
  })
  const { name } = theName(verb, typed)
  const selector = flags.get('selector')
  if (!selector) throw new UsageError('error: a selector must be specified')
  const [least, most] = [flags.get('min-available'), flags.get('max-unavailable')]
  if (!least && !most) throw new UsageError('error: one of min-available or max-unavailable must be specified')
  if (least && most) throw new UsageError('error: min-available and max-unavailable cannot be both specified')
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: flags.get('namespace') ?? shell.namespace },
    spec: {
      ...(least && { minAvailable: amount(least, 'min-available') }),
      ...(most && { maxUnavailable: amount(most, 'max-unavailable') }),
      selector: labelSelector(selector),
    },
  }
  shell.client.create(budget as Draft)
  shell.out(`poddisruptionbudget.policy/${name} created`)
  return 0
}

function amount(text: string, flag: string): number | string {
  if (!/^\d+%?$/.test(text)) throw new UsageError(`error: invalid format specified for ${flag}`)
  return text.endsWith('%') ? text : Number(text)
}

const operators: Readonly<Record<string, string>> = {
  in: 'In',
  notin: 'NotIn',
  '!=': 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
}

/** A selector as it is typed, as an object holds it. Rule: metav1.ParseToLabelSelector. */
function labelSelector(text: string): object {
  const matchLabels: Record<string, string> = {}
  const matchExpressions: object[] = []
  for (const { key, operator, values } of parseSelector(text)) {
    if (operator === '=' || operator === '==') matchLabels[key] = values[0] ?? ''
    else if (!Object.hasOwn(operators, operator))
      throw new UsageError(`error: ${JSON.stringify(operator)} isn't supported in label selectors`)
    else matchExpressions.push({ key, operator: operators[operator], ...(values.length && { values }) })
  }
  return {
    ...(Object.keys(matchLabels).length && { matchLabels }),
    ...(matchExpressions.length && { matchExpressions }),
  }
}

/** `kubectl create priorityclass NAME --value=1000`. */
export function* createPriorityClass(shell: Shell, words: readonly string[]): Running {
  const verb = 'create priorityclass'
  const spec = { value: 'text', 'global-default': 'switch', description: 'text', 'preemption-policy': 'text' } as const
  const { words: typed, flags } = parseFlags(verb, words, spec)
  const { name } = theName(verb, typed)
  const description = flags.get('description')
  const priorityClass = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value: integer(flags, 'value') ?? 0,
    ...(flags.get('global-default') === 'true' && { globalDefault: true }),
    ...(description && { description }),
    preemptionPolicy: flags.get('preemption-policy') ?? 'PreemptLowerPriority',
  }
  shell.client.create(priorityClass as Draft)
  shell.out(`priorityclass.scheduling.k8s.io/${name} created`)
  return 0
}
