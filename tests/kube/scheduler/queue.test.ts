import { describe, expect, test } from 'vitest'
import { backoffAfter, SchedulingQueue } from '../../../src/kube/scheduler/queue'
import { podOf } from '../../support/schedulerCluster'

const names = (queue: SchedulingQueue) => {
  const order: string[] = []
  for (let next = queue.pop(false); next; next = queue.pop(false)) order.push(next.pod.metadata.uid)
  return order
}

describe('scheduling queue', () => {
  test('pauses double from 1 s to 10 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 20].map(backoffAfter)).toEqual([0, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000])
  })

  test('a woken pod waits for the rest of its pause, or goes ahead of it when nothing else is to do', () => {
    const queue = new SchedulingQueue()
    const pod = podOf()
    queue.put(pod, 'unschedulable', 1000, 0, { attempts: 3, refusers: 1 })
    queue.wake(queue.get(pod.metadata.uid)!, 2000, 7)
    expect(queue.get(pod.metadata.uid)).toMatchObject({ place: 'backoff', until: 5000, cause: 7 })
    expect(queue.ready(false)).toBeUndefined()
    expect(queue.due()).toBe(5000)
    expect(queue.ready(true)?.pod).toBe(pod)
    queue.flush(5000)
    expect(queue.pop(false)).toMatchObject({ place: 'active', attempts: 3 })
  })

  test('a pod that failed by a fault waits out its pause in any case', () => {
    const queue = new SchedulingQueue()
    queue.put(podOf(), 'backoff', 0, 0, { attempts: 1, until: 1000 })
    expect(queue.ready(true)).toBeUndefined()
    queue.flush(1000)
    expect(queue.ready(true)).toBeDefined()
  })

  test('order survives a keyframe, removals and refreshed pods', () => {
    const queue = new SchedulingQueue()
    const pods = Array.from({ length: 30 }, (_, i) => podOf({ spec: { priority: i % 3 } }))
    pods.forEach((pod, i) => queue.put(pod, i % 5 === 4 ? 'backoff' : 'active', i >> 2, 0, { until: 100 - i, refusers: 1 }))
    for (const pod of pods.slice(10, 14)) queue.remove(pod.metadata.uid)
    queue.refresh({ ...pods[3]! })
    const saved = queue.save()
    const uids = queue.uids()
    queue.flush(90)
    const order = names(queue)
    const other = new SchedulingQueue()
    other.load(saved)
    expect(other.uids()).toEqual(uids)
    other.flush(90)
    expect(names(other)).toEqual(order)
    expect(order.length).toBeGreaterThan(20)
  })
})
