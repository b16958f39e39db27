import { bytes, milli } from '../../api/quantity'
import type { Behaviour } from '../../runtime/behaviour'
import { behaviourOf } from '../../runtime/catalogue'
import { overridden } from '../../runtime/overrides'
import type { ProcessSpec } from '../../runtime/processState'
import type { Container, LifecycleHandler, Pod, Probe } from '../kinds/pod/api'
import { expanded } from './environment'

type Variables = Readonly<Record<string, string>>

/** What the runtime needs to start a container with this environment. */
export function processSpec(pod: Pod, container: Container, env: Variables): ProcessSpec {
  const { metadata } = pod
  const words = (list: readonly string[] | undefined) => (list ?? []).map((word) => expanded(word, env))
  const memory = container.resources?.limits?.memory
  const argv = [...words(container.command), ...words(container.args)]
  const usual = asCommanded(behaviourOf(container.image), argv)
  const ports = portsOf(container, argv)
  const told =
    configured(usual, container) || handed(container, argv) || namedPorts(argv).length > 0 || moved(usual, ports, argv, env)
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

/** Do its arguments or, where its server goes by such, its variables name a port that its image does not have by itself? */
function moved(
  { ports: usual, configDirs }: Behaviour,
  ports: readonly number[],
  argv: readonly string[],
  env: Variables,
): boolean {
  if (usual === 'declared') return false
  const said = argv.join(' ')
  const settings = configDirs ? [] : Object.keys(env).filter((name) => /PORT|LISTEN|ADDR/i.test(name))
  return ports.some(
    (port) =>
      !usual.includes(port) &&
      (new RegExp(`(?<![\\d.])${port}(?![\\d.])`).test(said) ||
        settings.some((name) => new RegExp(`(^|:)${port}$`).test(env[name]!))),
  )
}

/** The program of an image of many that the pod names, by itself or after the entry point. */
const asCommanded = (behaviour: Behaviour, [first = '', second = '']: readonly string[]): Behaviour =>
  behaviour.subcommands?.[first] ?? behaviour.subcommands?.[second] ?? behaviour

/** Is something mounted where the server has its configuration, or in a folder of it? */
const configured = ({ configDirs = [] }: Behaviour, { volumeMounts = [] }: Container): boolean =>
  volumeMounts.some(({ mountPath }) => configDirs.some((folder) => `${mountPath}/`.startsWith(`${folder}/`)))

/** Do its arguments name a configuration on a volume, by what the file or the flag before it is called? */
function handed({ volumeMounts = [] }: Container, argv: readonly string[]): boolean {
  const words = argv.flatMap((word) => word.split(/[\s=:;'"]+/))
  return words.some(
    (word, i) =>
      (configFile.test(word) || configFlag.test(words[i - 1] ?? '')) &&
      volumeMounts.some(({ mountPath }) => `${word}/`.startsWith(mountPath.replace(/\/*$/, '/'))),
  )
}
const configFile = /(\.(conf|config|cfg|cnf|ini|ya?ml|json|toml|hcl|properties)|[a-z]file)$/
const configFlag = /^--?([\w.-]*conf(ig)?([-_.]?(file|path))?|c|f)$/

/** Of a configuration nothing is known but what the pod says about it: its ports, and paths that its probes ask. */
const asConfigured = ({ paths: _, ...behaviour }: Behaviour): Behaviour => ({ ...behaviour, ports: 'declared' })

function numberOf(asking: Probe | LifecycleHandler | undefined): readonly number[] {
  const port = asking?.httpGet?.port ?? asking?.tcpSocket?.port ?? (asking && 'grpc' in asking ? asking.grpc?.port : undefined)
  return typeof port === 'number' ? [port] : []
}
