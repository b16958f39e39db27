import type {
  Container,
  ContainerPort,
  EnvVar,
  EnvVarSource,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  Probe,
} from './containerTypes'
import { fill, mapSame, replace } from './memo'

/** Fills what may be left out of a container. Rule: SetDefaults_Container and its parts, pkg/apis/core/v1/defaults.go. */
export function defaultContainer<C extends Container>(container: C): C {
  const filled = fill<Container>(container, {
    imagePullPolicy: isLatest(container.image) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
  })
  return replace(filled, {
    ports: mapSame(filled.ports, defaultPort),
    env: mapSame(filled.env, defaultEnv),
    livenessProbe: filled.livenessProbe && defaultProbe(filled.livenessProbe),
    readinessProbe: filled.readinessProbe && defaultProbe(filled.readinessProbe),
    startupProbe: filled.startupProbe && defaultProbe(filled.startupProbe),
    lifecycle: filled.lifecycle && defaultLifecycle(filled.lifecycle),
  }) as C
}

/** Does an image name its newest version: by the tag `latest`, or by neither tag nor digest? */
export function isLatest(image: string | undefined): boolean {
  const [name = '', digest] = (image ?? '').split('@')
  const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1]
  return tag === 'latest' || (tag === undefined && digest === undefined)
}

/** A container port stands on the host's port of the same number when the pod has no network of its own. */
export const hostPorts = (container: Container): Container =>
  replace(container, { ports: mapSame(container.ports, (port) => fill(port, { hostPort: port.containerPort || undefined })) })

const defaultPort = (port: ContainerPort) => fill(port, { protocol: 'TCP' })

const defaultEnv = (env: EnvVar): EnvVar => (env.valueFrom ? replace(env, { valueFrom: defaultReferences(env.valueFrom) }) : env)

/** What a variable or a file says of its own pod: by which version, and divided by what (0 stands for 1). */
export const defaultReferences = <R extends Pick<EnvVarSource, 'fieldRef' | 'resourceFieldRef'>>(references: R): R =>
  replace<Pick<EnvVarSource, 'fieldRef' | 'resourceFieldRef'>>(references, {
    fieldRef: references.fieldRef && replace(references.fieldRef, { apiVersion: references.fieldRef.apiVersion || 'v1' }),
    resourceFieldRef: references.resourceFieldRef && fill(references.resourceFieldRef, { divisor: '0' }),
  }) as R

function defaultProbe(probe: Probe): Probe {
  const filled = replace(probe, {
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
    httpGet: probe.httpGet && defaultHttpGet(probe.httpGet),
  })
  return probe.grpc && probe.grpc.service === undefined ? { ...filled, grpc: { ...probe.grpc, service: '' } } : filled
}

const defaultHttpGet = (get: HTTPGetAction) => replace(get, { path: get.path || '/', scheme: get.scheme || 'HTTP' })

const defaultHandler = (handler: LifecycleHandler) =>
  handler.httpGet ? replace(handler, { httpGet: defaultHttpGet(handler.httpGet) }) : handler

const defaultLifecycle = (lifecycle: Lifecycle) =>
  replace(lifecycle, {
    postStart: lifecycle.postStart && defaultHandler(lifecycle.postStart),
    preStop: lifecycle.preStop && defaultHandler(lifecycle.preStop),
  })
