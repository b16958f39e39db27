import { describe, expect, test } from 'vitest'
import { amountText } from '../../src/ui/inspector/amount'
import { closedWays, ruleText } from '../../src/ui/inspector/policyWords'
import { sumSteps } from '../../src/ui/inspector/scalerSteps'
import { dictionaryOf, say } from '../../src/ui/i18n/say'
import type { AutoscalerView } from '../../src/world/frame'

const english = await dictionaryOf('en')

const says = (key: string, values?: Readonly<Record<string, string | number>>): string => say(english, key, values)

const hpa = (metric: Partial<AutoscalerView['metrics'][number]>, sum: Partial<AutoscalerView['sum']> = {}): AutoscalerView => ({
  uid: 'u',
  kind: 'HorizontalPodAutoscaler',
  name: 'web',
  namespace: 'default',
  hue: 0,
  target: '',
  targetName: 'Deployment/web',
  min: 1,
  max: 8,
  current: 2,
  desired: 2,
  metrics: [{ name: 'cpu', current: '153%', target: '50%', share: 3, ...metric }],
  sum: { at: 0, current: 2, raw: 4, steady: 4, desired: 4, limit: 'DesiredWithinRange', window: 60, ...sum },
  reason: '',
  message: '',
  at: 0,
})
const proposal = { size: 7, ratio: 3.06, pods: 2, near: false, guessed: 0 }
const lines = (view: AutoscalerView) => sumSteps(view, says).map(({ formula, why }) => `${formula} | ${why}`)

describe('the sum of an autoscaler', () => {
  test('is pods times use by target, rounded up', () =>
    expect(lines(hpa({ proposal }, { raw: 7, steady: 7, desired: 7 }))).toEqual([
      '⌈2 × 153% ÷ 50%⌉ = 7 | 2 Pods at 153%, where 50% is wanted.',
    ]))
  test('tells of pods that had to be guessed', () =>
    expect(lines(hpa({ proposal: { size: 4, ratio: 1.53, pods: 2, near: false, guessed: 1 } }))[0]).toBe(
      '⌈2 × 1.53⌉ = 4 | 1 of 2 Pods is not measured yet and counts as idle.',
    ))
  test('leaves things as they are near the target, and says what could not be measured', () => {
    expect(lines(hpa({ current: '48%', proposal: { ...proposal, size: 2, ratio: 0.96, near: true } }))[0]).toBe(
      'cpu: 2 | 48% is near enough to 50%: nothing changes.',
    )
    expect(lines(hpa({ error: 'no metrics' }))[0]).toBe('cpu: ? | no metrics')
  })
  test('goes on with what recent looks and the bounds make of it', () =>
    expect(lines(hpa({ proposal }, { raw: 7, steady: 9, desired: 8, limit: 'TooManyReplicas' })).slice(1)).toEqual([
      '7 → 9 | It was 9 within the last 60 seconds: it waits before it goes lower.',
      '9 → 8 | TooManyReplicas: maxReplicas allows 8.',
    ]))
  test('is empty before the first look', () => {
    const { sum: _, ...rest } = hpa({})
    expect(sumSteps(rest, says)).toEqual([])
  })
})

test('amounts are said in units that can be read', () => {
  const said = [
    ['cpu', '476m'],
    ['cpu', '2'],
    ['cpu', '685916m'],
    ['memory', '262144k'],
    ['memory', ''],
  ].map(([resource, amount]) => amountText(resource!, amount!))
  expect(said).toEqual(['476m', '2', '686', '250Mi', ''])
})

test('rules of policies are sentences', () => {
  const rule = (peers: Parameters<typeof ruleText>[0]['peers'], ports: readonly string[] = [], way: 'in' | 'out' = 'in') =>
    ruleText({ way, peers, ports }, says)
  expect(rule([])).toBe('May connect in: anybody, every port.')
  expect(rule([{ pods: 'app=api', namespaces: null }], ['80', '443'])).toBe('May connect in: Pods with app=api, port 80, 443.')
  expect(rule([{ pods: '', namespaces: 'env=prod' }])).toBe('May connect in: all Pods in namespaces with env=prod, every port.')
  expect(rule([{ pods: '', namespaces: null, block: '10.0.0.0/8' }], [], 'out')).toBe(
    'May connect out: to 10.0.0.0/8, every port.',
  )
  const policy = { uid: 'u', name: 'n', namespace: 'd', ingress: true, egress: true, pods: [], rules: [] }
  expect(closedWays(policy)).toEqual(['inspect.nobodyIn', 'inspect.nobodyOut'])
})
