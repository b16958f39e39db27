import { describe, expect, test } from 'vitest'
import { kubeletEvents, main, pod, podYaml, started, until } from './support'

const map = (name: string, key: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {${key}: "${value}"}\n`

describe('configuration', () => {
  test('a ConfigMap that is missing as a volume keeps the pod in ContainerCreating', () => {
    const world = started(
      podYaml('p', '  volumes: [{name: v, configMap: {name: settings}}]\n  containers: [{name: c, image: "nginx:1.27"}]'),
    )
    world.advance(10_000)
    expect(main(pod(world, 'p'))?.state).toEqual({ waiting: { reason: 'ContainerCreating' } })
    expect(kubeletEvents(world, 'p')).toEqual([
      'FailedMount: MountVolume.SetUp failed for volume "v" : configmap "settings" not found',
    ])
    world.dispatch({ type: 'apply', file: 'm.yaml', text: map('settings', 'a', '1') })
    until(world, () => main(pod(world, 'p'))?.ready === true, 130_000)
  })

  test('one that is missing as a variable is a CreateContainerConfigError', () => {
    const world = started(
      podYaml(
        'p',
        '  containers: [{name: c, image: busybox, command: [sh, -c, "echo $A; sleep 600"], env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]}]',
      ),
    )
    until(world, () => main(pod(world, 'p'))?.state?.waiting?.reason === 'CreateContainerConfigError')
    expect(main(pod(world, 'p'))?.state?.waiting?.message).toBe('configmap "settings" not found')
    expect(kubeletEvents(world, 'p')).toContain('Failed: Error: configmap "settings" not found')
    world.dispatch({ type: 'apply', file: 'm.yaml', text: map('settings', 'b', '1') })
    until(
      world,
      () => main(pod(world, 'p'))?.state?.waiting?.message === "couldn't find key a in ConfigMap default/settings",
      30_000,
    )
    world.dispatch({ type: 'apply', file: 'm.yaml', text: map('settings', 'a', 'hello') })
    until(world, () => main(pod(world, 'p'))?.ready === true, 30_000)
    expect(world.cluster.view.frame(true, 0, pod(world, 'p')!.metadata.uid).detail?.logs).toEqual([
      { container: 'c', lines: ['hello'] },
    ])
  })

  test('optional ones may be missing', () => {
    const world = started(
      podYaml(
        'p',
        '  volumes: [{name: v, secret: {secretName: s, optional: true}}]\n  containers: [{name: c, image: "nginx:1.27", envFrom: [{configMapRef: {name: x, optional: true}}]}]',
      ),
    )
    until(world, () => main(pod(world, 'p'))?.ready === true)
  })

  test('postgres without a password says so and ends', () => {
    const world = started(podYaml('p', '  containers: [{name: c, image: "postgres:17"}]'))
    until(world, () => main(pod(world, 'p'))?.state?.waiting?.reason === 'CrashLoopBackOff')
    expect(world.cluster.view.frame(true, 0, pod(world, 'p')!.metadata.uid).detail?.logs[0]?.lines[0]).toBe(
      'Error: Database is uninitialized and superuser password is not specified.',
    )
  })

  test('what is no image name is InvalidImageName; what must not be pulled is ErrImageNeverPull', () => {
    const world = started(
      `${podYaml('p', '  containers: [{name: c, image: "Nginx::x"}]')}---\n${podYaml('q', '  containers: [{name: c, image: "nginx:1.27", imagePullPolicy: Never}]')}`,
    )
    until(world, () => main(pod(world, 'p'))?.state?.waiting?.reason === 'InvalidImageName')
    until(world, () => main(pod(world, 'q'))?.state?.waiting?.reason === 'ErrImageNeverPull')
    expect(kubeletEvents(world, 'q')).toContain(
      'ErrImageNeverPull: Container image "nginx:1.27" is not present with pull policy of Never',
    )
  })
})
