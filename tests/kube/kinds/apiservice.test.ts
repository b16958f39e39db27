import { expect, test } from 'vitest'
import { controlPlane, draft, type ControlPlane } from '../../support/controlPlane'

const apiService = (service?: object) =>
  draft({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      ...(service && { service }),
    },
  })
const service = (ports: readonly object[]) =>
  draft({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'metrics', namespace: 'default' },
    spec: { selector: { app: 'metrics' }, ports },
  })
const pod = draft({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'metrics', namespace: 'default', labels: { app: 'metrics' } },
  spec: { containers: [{ name: 'c', image: 'acme/metrics', ports: [{ name: 'https', containerPort: 10250 }] }] },
})
const available = ({ client }: ControlPlane) =>
  client
    .get('APIService', 'v1beta1.metrics.k8s.io')!
    .status?.conditions?.map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`)

test('a group that the server answers for itself is always there', () => {
  const plane = controlPlane()
  plane.client.create(apiService())
  plane.run(1000)
  expect(available(plane)).toEqual(['Available=True Local: Local APIServices are always available'])
})

test('one of a service is there as long as that has somebody who answers', () => {
  const plane = controlPlane()
  const { client } = plane
  client.create(apiService({ namespace: 'default', name: 'metrics' }))
  plane.run(1000)
  expect(available(plane)).toEqual(['Available=False ServiceNotFound: service/metrics in "default" is not present'])
  client.create(service([{ port: 8443, targetPort: 'https' }]))
  plane.run(1000)
  expect(available(plane)).toEqual([
    'Available=False ServicePortError: service/metrics in "default" is not listening on port 443',
  ])
  const { spec } = client.get('Service', 'metrics', 'default')!
  client.update({
    ...client.get('Service', 'metrics', 'default')!,
    spec: { ...spec, ports: [{ name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' }] },
  })
  plane.run(1000)
  expect(available(plane)).toEqual([
    'Available=False MissingEndpoints: endpointslices for service/metrics in "default" have no addresses with port name "https"',
  ])
  client.create(pod)
  plane.run(5000)
  expect(available(plane)).toEqual(['Available=True Passed: all checks passed'])
  const since = client.get('APIService', 'v1beta1.metrics.k8s.io')!.status!.conditions![0]!.lastTransitionTime
  client.delete('Pod', client.get('Pod', 'metrics', 'default')!)
  plane.run(5000)
  expect(available(plane)![0]).toContain('Available=False MissingEndpoints')
  expect(client.get('APIService', 'v1beta1.metrics.k8s.io')!.status!.conditions![0]!.lastTransitionTime).not.toBe(since)
})
