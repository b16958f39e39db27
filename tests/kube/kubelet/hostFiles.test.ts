import { expect, test } from 'vitest'
import { pod, podYaml, started, until } from './support'

test('a pod reads what machine it is on from the disk of its node, and may write there', () => {
  const world = started(
    podYaml(
      'p',
      `  restartPolicy: Never
  volumes: [{ name: id, hostPath: { path: /etc/machine-id, type: File } }, { name: etc, hostPath: { path: /etc } }]
  containers:
    - name: c
      image: busybox
      command: [sh, -c, "cat /id; ls /host; echo mine > /host/hostname; cat /host/hostname; cat /host/passwd"]
      volumeMounts: [{ name: id, mountPath: /id, readOnly: true }, { name: etc, mountPath: /host }]`,
    ),
  )
  until(world, () => pod(world, 'p')?.status.phase === 'Failed')
  const [logs] = world.cluster.view.frame(true, 0, pod(world, 'p')!.metadata.uid).detail!.logs
  const node = world.cluster.store.get('Node', 'node-1') as unknown as { status: { nodeInfo: { machineID: string } } }
  expect(logs!.lines).toEqual([
    node.status.nodeInfo.machineID,
    'hostname',
    'machine-id',
    'os-release',
    'mine',
    "cat: can't open '/host/passwd': No such file or directory",
  ])
})
