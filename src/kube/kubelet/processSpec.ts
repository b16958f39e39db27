import { bytes, milli } from '../../api/quantity'
import type { Behaviour } from '../../runtime/behaviour'
import { behaviourOf } from '../../runtime/catalogue'
import { overridden } from '../../runtime/overrides'
import type { ProcessSpec } from '../../runtime/processState'
import type { Container, LifecycleHandler, Pod, Probe } from '../kinds/pod/api'
import { expanded } from './environment'

/** What the runtime needs to start a container with this environment. */
export function processSpec(pod: Pod, container: Container, env: Readonly<Record<string, string>>): ProcessSpec {
  const { metadata } = pod
  const words = (list: readonly string[] | undefined) => (list ?? []).map((word) => expanded(word, env))
  const memory = container.resources?.limits?.memory
  const argv = [...words(container.command), ...words(container.args)]
  const usual = behaviourOf(container.image)
  const told = configured(usual, container) || namedPorts(argv).length > 0
  const ports = portsOf(container, argv)
  return {
    behaviour: overridden(told ? asConfigured(usual) : usual, metadata.annotations, container.name, { milli, bytes }),
    argv,
    argsOnly: !container.command?.length,
    env,
    ports: told && usual.ports !== 'declared' ? [...new Set([...ports, ...usual.ports])] : ports,
    memoryLimit: memory === undefined ? 0 : bytes(memory),
    hostname: env.HOSTNAME ?? metadata.name,
    ...(endsBySelf(pod, container) && { endsBySelf: true }),
    ...((container.stdin || container.tty) && { interactive: true }),
    ...(container.volumeMounts?.length && { mounts: container.volumeMounts.map(({ mountPath }) => mountPath) }),
    ...(container.workingDir && { workingDir: container.workingDir }),
  }
}

/** Init containers that are no sidecars end, and so do the containers of a pod that runs to completion, unless they serve somebody. */
function endsBySelf({ metadata, spec }: Pod, container: Container): boolean {
  if (spec.initContainers?.includes(container)) return container.restartPolicy !== 'Always'
  if (metadata.ownerReferences?.some(({ kind, controller }) => kind === 'Job' && controller)) return true
  return spec.restartPolicy !== undefined && spec.restartPolicy !== 'Always' && !container.ports?.length
}

/** Ports where it is expected to listen: those it declares, those that its probes ask, and one that its arguments name. */
function portsOf(container: Container, argv: readonly string[]): readonly number[] {
  const declared = (container.ports ?? []).map(({ containerPort }) => containerPort)
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container
  const asked = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(numberOf)
  const named = namedPorts(argv)
  // Without any, an image of which nothing is known listens wherever somebody looks.
  return declared.length || named.length ? [...new Set([...declared, ...asked, ...named])] : []
}

/** `--port 7000`, `--http-port=8080`, alone or in a script. */
const namedPorts = (argv: readonly string[]): readonly number[] =>
  [...argv.join(' ').matchAll(/(?:^|\s)--?(?:[a-z]+-)*port[= ](\d{1,5})\b/g)].map(([, port]) => Number(port))

/** Is something mounted where the server has its configuration, or in a folder of it? */
const configured = ({ configDirs = [] }: Behaviour, { volumeMounts = [] }: Container): boolean =>
  volumeMounts.some(({ mountPath }) => configDirs.some((folder) => `${mountPath}/`.startsWith(`${folder}/`)))

/** Of a configuration nothing is known but what the pod says about it: its ports, and paths that its probes ask. */
const asConfigured = ({ paths: _, ...behaviour }: Behaviour): Behaviour => ({ ...behaviour, ports: 'declared' })

function numberOf(asking: Probe | LifecycleHandler | undefined): readonly number[] {
  const port = asking?.httpGet?.port ?? asking?.tcpSocket?.port ?? (asking && 'grpc' in asking ? asking.grpc?.port : undefined)
  return typeof port === 'number' ? [port] : []
}
