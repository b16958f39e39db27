import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/api/meta'
import { appOf } from '../../src/world/view/hues'

const meta = { uid: 'u2', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' }

const made = (name: string, maker: string, labels: Record<string, string> = {}, kind = 'Pod'): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    ...meta,
    name,
    namespace: 'default',
    labels,
    ownerReferences: [{ apiVersion: 'v1', kind: 'Maker', name: maker, uid: 'u1', controller: true }],
  },
})

describe('the app of an object', () => {
  test('is its label', () => expect(appOf(made('web-1-x', 'web-1', { app: 'shop' }))).toBe('shop'))
  test('is else that of its maker, as all of a Job are of one app', () => {
    expect(appOf(made('import-a', 'import'))).toBe('import')
    expect(appOf(made('import-b', 'import'))).toBe('import')
  })
  test('of a Deployment is one over all revisions', () => {
    expect(appOf(made('web-5d8f-x', 'web-5d8f', { tier: 'front', 'pod-template-hash': '5d8f' }))).toBe('web')
    expect(appOf(made('web-5d8f', 'web', { tier: 'front', 'pod-template-hash': '5d8f' }, 'ReplicaSet'))).toBe('web')
  })
  test('of a CronJob is one over all its Jobs', () => {
    expect(appOf(made('tidy-29381234', 'tidy', {}, 'Job'))).toBe('tidy')
    expect(appOf(made('tidy-29381234-x', 'tidy-29381234'))).toBe('tidy')
  })
  test('is its own name where nobody made it', () => {
    expect(appOf({ apiVersion: 'v1', kind: 'Pod', metadata: { ...meta, name: 'alone', namespace: 'default' } })).toBe('alone')
  })
})
