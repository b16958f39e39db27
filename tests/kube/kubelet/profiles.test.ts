import { expect, test } from 'vitest'
import { kubeletEvents, main, pod, podYaml, started, until } from './support'

const seccomp = '{ seccompProfile: { type: Localhost, localhostProfile: profiles/audit.json } }'
const nginx = (security: string) => `  containers: [{ name: c, image: "nginx:1.27", securityContext: ${security} }]`
const waiting = (name: string, world: ReturnType<typeof started>) => main(pod(world, name))?.state?.waiting

test('a seccomp profile that the node does not have keeps a container from being created, until somebody writes it', () => {
  const world = started(podYaml('p', nginx(seccomp)))
  until(world, () => waiting('p', world)?.reason === 'CreateContainerError')
  const path = '/var/lib/kubelet/seccomp/profiles/audit.json'
  const message = `failed to create containerd container: cannot load seccomp profile "${path}": open ${path}: no such file or directory`
  expect(waiting('p', world)?.message).toBe(message)
  expect(kubeletEvents(world, 'p')).toContain(`Failed: Error: ${message}`)
  const writes = `  volumes: [{ name: v, hostPath: { path: /var/lib/kubelet/seccomp } }]
  containers: [{ name: c, image: busybox, command: [sh, -c, "mkdir -p /s/profiles; echo {} > /s/profiles/audit.json; sleep 600"], volumeMounts: [{ name: v, mountPath: /s }] }]`
  world.dispatch({ type: 'apply', file: 'w.yaml', text: podYaml('installer', writes) })
  until(world, () => main(pod(world, 'p'))?.ready === true)
})

test('... as does one of AppArmor; what the container says goes before what the pod says', () => {
  const profile = '{ appArmorProfile: { type: Localhost, localhostProfile: deny-writes } }'
  const world = started(
    [
      podYaml('p', `  securityContext: ${profile}\n${nginx('{}')}`),
      podYaml('own', `  securityContext: ${profile}\n${nginx('{ appArmorProfile: { type: RuntimeDefault } }')}`),
    ].join('---\n'),
  )
  until(world, () => waiting('p', world)?.reason === 'CreateContainerError')
  expect(waiting('p', world)?.message).toBe(
    'failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found deny-writes',
  )
  until(world, () => main(pod(world, 'own'))?.ready === true)
})

test('a privileged container runs without a seccomp profile, whatever it asks for', () => {
  const world = started(podYaml('p', nginx(seccomp.replace('{ ', '{ privileged: true, '))))
  until(world, () => main(pod(world, 'p'))?.ready === true)
})
