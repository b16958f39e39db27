import { describe, expect, test } from 'vitest'
import type { ContainerStatus, PodSpec } from '../../../src/kube/kinds/pod/api'
import { podPhase } from '../../../src/kube/kubelet/podPhase'

const spec = {
  initContainers: [{ name: 'side', restartPolicy: 'Always' }],
  containers: [{ name: 'main' }],
  restartPolicy: 'Always',
} as unknown as PodSpec

const now = '2026-01-01T00:00:00Z'
const running = (name: string, started = true) => ({ name, started, state: { running: { startedAt: now } } })
const ended = (name: string, exitCode = 0) => ({ name, state: { terminated: { exitCode } } })
const waiting = (name: string) => ({ name, state: { waiting: { reason: 'PodInitializing' } } })
const phase = (...statuses: object[]) => podPhase(spec, statuses as ContainerStatus[])

describe('the phase of a pod with a sidecar', () => {
  test('is Pending until the sidecar has started', () => {
    expect(phase(waiting('side'), waiting('main'))).toBe('Pending')
    expect(phase(running('side', false), waiting('main'))).toBe('Pending')
    expect(phase(running('side'), waiting('main'))).toBe('Pending')
    expect(phase(running('side'), running('main'))).toBe('Running')
  })

  test('stays Running while the sidecar starts anew', () => {
    expect(phase(running('side', false), running('main'))).toBe('Running')
    expect(phase(ended('side', 1), running('main'))).toBe('Running')
    expect(phase(waiting('side'), ended('main'))).toBe('Running')
  })
})
