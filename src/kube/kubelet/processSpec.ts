import { bytes, milli } from '../../api/quantity'
import { behaviourOf } from '../../runtime/catalogue'
import { overridden } from '../../runtime/overrides'
import type { ProcessSpec } from '../../runtime/processState'
import type { Container, Pod } from '../kinds/pod/api'
import { expanded } from './environment'

/** What the runtime needs to start a container with this environment. */
export function processSpec({ metadata }: Pod, container: Container, env: Readonly<Record<string, string>>): ProcessSpec {
  const words = (list: readonly string[] | undefined) => (list ?? []).map((word) => expanded(word, env))
  const memory = container.resources?.limits?.memory
  return {
    behaviour: overridden(behaviourOf(container.image), metadata.annotations, container.name, { milli, bytes }),
    argv: [...words(container.command), ...words(container.args)],
    argsOnly: !container.command?.length,
    env,
    ports: (container.ports ?? []).map((port) => port.containerPort),
    memoryLimit: memory === undefined ? 0 : bytes(memory),
    hostname: env.HOSTNAME ?? metadata.name,
    ...(container.volumeMounts?.length && { mounts: container.volumeMounts.map(({ mountPath }) => mountPath) }),
    ...(container.workingDir && { workingDir: container.workingDir }),
  }
}
