import { describe, expect, test } from 'vitest'
import { boxOf, hitAt, waitingPods } from '../../src/scene/hit'
import { hitExtra } from '../../src/scene/hitExtra'
import { crowd, rollingUpdate } from './gallery/frames'
import { layoutOf, modelOf } from './support'

describe('hit', () => {
  test.each([rollingUpdate(), crowd(12, 12), crowd(400, 20, 2)].map((frame, i) => [i, frame] as const))(
    'cluster %i: every pod is hit in its middle',
    (_, frame) => {
      const model = modelOf(frame)
      const place = layoutOf(model)
      const extra = hitExtra(model, place)
      const waiting = waitingPods(model)
      for (const uid of model.pods.keys()) {
        const box = boxOf(model, place, uid, waiting)!
        expect(hitAt(model, place, extra, box.x + box.w / 2, box.y + box.h / 2)).toEqual({ kind: 'pod', uid })
      }
    },
  )

  test('finds what is not a pod', () => {
    const model = modelOf(rollingUpdate())
    const place = layoutOf(model)
    const extra = hitExtra(model, place)
    const at = (x: number, y: number) => hitAt(model, place, extra, x, y)
    expect(at(40, 262)).toEqual({ kind: 'node', uid: 'uid-node-1' })
    expect(at(596, 130)).toEqual({ kind: 'apiserver', uid: 'apiserver' })
    expect(at(596, 40)).toEqual({ kind: 'etcd', uid: 'etcd' })
    expect(at(60, 50)).toEqual({ kind: 'controller', uid: 'controller:deployment' })
    expect(at(1000, 140)).toEqual({ kind: 'scheduler', uid: 'scheduler' })
    expect(at(920, 60)).toEqual({ kind: 'ghost', uid: 'web/1' })
    const [service] = place.services
    expect(at(service!.x + 20, service!.y + 20)).toEqual({ kind: 'service', uid: 'uid-svc-web' })
    expect(at(5, 200)).toBeNull()
  })
})
