import { describe, expect, test } from 'vitest'
import { applyFrame } from '../../src/scene/model'
import { buildScene, createSceneBuilder } from '../../src/scene/scene'
import { glyphSvg, sceneSvg } from '../../src/scene/svg'
import { crashLoop, crowd, now, pod, rollingUpdate, states } from './gallery/frames'
import { later, layoutOf, modelOf, viewOf } from './support'

describe('scene', () => {
  test.each(Object.entries({ rollingUpdate, crashLoop, states }))('%s is drawn as it was', async (name, frame) => {
    const model = modelOf(frame())
    const place = layoutOf(model)
    const scene = buildScene(model, now, viewOf(place))
    const box = { x: 0, y: 0, w: place.width, h: place.height }
    await expect(sceneSvg([...scene.standing, ...scene.moving], box)).toMatchFileSnapshot(`golden/${name}.svg`)
  })

  test('the same model and time give the same picture', () => {
    const draw = () => {
      const model = modelOf(rollingUpdate())
      return buildScene(model, now, viewOf(layoutOf(model)))
    }
    expect(draw()).toEqual(draw())
  })

  test('what did not change is the very same record', () => {
    const model = modelOf(rollingUpdate())
    const view = viewOf(layoutOf(model))
    const builder = createSceneBuilder()
    const first = builder.build(model, now, view)
    applyFrame(model, later(now + 1000, { pods: [pod('m6gh5', 'web', 0, 4, 1)] }))
    const second = builder.build(model, now + 3000, view)
    const fresh = second.standing.filter((group, i) => group !== first.standing[i]).map((group) => group.key)
    expect(fresh).toContain('pod:uid-m6gh5')
    expect(fresh).toContain('pod:uid-x3v8l')
    expect(fresh).not.toContain('pod:uid-c8ktp')
    expect(fresh).not.toContain('node:uid-node-1')
    expect(builder.build(model, now + 3000, view).standing).toBe(second.standing)
  })

  test('a part that is stopped, and a registry that cannot be reached, say so', () => {
    const frame = rollingUpdate()
    const plane = frame.plane!
    const said = (change: object) => {
      const model = modelOf({ ...frame, plane: { ...plane, ...change } })
      const { standing } = buildScene(model, now, viewOf(layoutOf(model)))
      return standing.flatMap(({ shapes }) => shapes.flatMap((shape) => (shape.t === 'text' ? [shape.text] : [])))
    }
    expect(said({})).not.toContain('stopped')
    expect(said({ apiserver: { ...plane.apiserver, up: false } })).toContain('stopped')
    expect(said({ scheduler: { ...plane.scheduler, up: false } })).toContain('stopped')
    expect(said({ controllerManager: { up: false } })).toContain('stopped')
    expect(said({ etcd: { ...plane.etcd, up: false } })).toContain('stopped')
    expect(said({ registry: { speed: 0 } })).toContain('registry unreachable')
    expect(said({ registry: { speed: 0.1 } })).toContain('registry 10× slower')
  })

  test('an empty queue says so, and the last decision leaves when it is no news', () => {
    const frame = rollingUpdate()
    const plane = frame.plane!
    const pods = frame.pods.filter(({ node }) => node)
    const scheduler = { ...plane.scheduler, queue: [], at: now - 1000 }
    const model = modelOf({ ...frame, pods, ghosts: [], plane: { ...plane, scheduler } })
    const builder = createSceneBuilder()
    const view = viewOf(layoutOf(model))
    const texts = (time: number) =>
      builder
        .build(model, time, view)
        .standing.find(({ key }) => key === 'scheduler')!
        .shapes.flatMap((shape) => (shape.t === 'text' ? [shape.text] : []))
    expect(texts(now)).toContain('node-3')
    expect(texts(now + 5000)).toEqual(['No Pod to place'])
  })

  test('never more than three labels', () => {
    const frame = rollingUpdate()
    const messages = Array.from({ length: 24 }, (_, i) => ({
      ...frame.messages[1]!,
      id: i + 1,
      label: `label ${i}`,
      from: `kubelet:node-${(i % 4) + 1}`,
    }))
    const model = modelOf({ ...frame, messages })
    const scene = buildScene(model, now + 60, viewOf(layoutOf(model)))
    expect(scene.moving.filter((group) => group.key.startsWith('label:')).length).toBeLessThanOrEqual(3)
  })

  test('traffic attaches to open ports alone', () => {
    const model = modelOf(rollingUpdate())
    const place = layoutOf(model)
    expect(place.services[0]!.sockets.map((socket) => socket.pod).sort()).toEqual([...model.services[0]!.endpoints].sort())
  })

  test('a cluster of hundreds of nodes is a few shapes', () => {
    const model = modelOf(crowd(400, 30, 3))
    const scene = buildScene(model, now, viewOf(layoutOf(model)))
    expect(scene.standing.length).toBeLessThan(12)
    expect(scene.moving).toEqual([])
  })

  test('glyphs follow the page’s theme', () => {
    expect(glyphSvg('ready', 1, 16)).toContain('var(--rose)')
    expect(glyphSvg('ready', 0, 16, true)).toContain('color-mix(in oklab,var(--sky) 52%,var(--mute))')
    expect(glyphSvg('crash', 0, 16)).toContain('var(--trouble)')
  })
})
