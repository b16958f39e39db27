import { expect, test } from 'vitest'
import { components, controllers, kinds } from '../../src/world/kinds'
import { summaries } from '../../src/world/view/summaries'

test('what is gathered from the kinds, so that an omission shows in the diff', () => {
  expect(kinds.map((kind) => kind.kind)).toMatchInlineSnapshot(`
    [
      "ConfigMap",
      "ControllerRevision",
      "DaemonSet",
      "Deployment",
      "EndpointSlice",
      "Event",
      "Lease",
      "Namespace",
      "Node",
      "Pod",
      "PodDisruptionBudget",
      "PriorityClass",
      "ReplicaSet",
      "Secret",
      "Service",
      "ServiceAccount",
      "StatefulSet",
    ]
  `)
  expect(controllers.map((controller) => controller.name)).toMatchInlineSnapshot(`
    [
      "deployment-controller",
      "replicaset-controller",
      "endpointslice-controller",
      "statefulset-controller",
      "namespace-controller",
      "serviceaccount-controller",
      "root-ca-certificate-publisher-controller",
    ]
  `)
  expect(components.map((component) => component.name)).toMatchInlineSnapshot(`
    [
      "node-lifecycle-controller",
      "daemonset-controller",
      "taint-eviction-controller",
      "disruption-controller",
      "garbage-collector-controller",
      "pod-garbage-collector-controller",
    ]
  `)
  expect([...summaries.keys()]).toMatchInlineSnapshot(`
    [
      "DaemonSet",
      "Deployment",
      "Node",
      "Pod",
      "PodDisruptionBudget",
      "PriorityClass",
      "ReplicaSet",
      "Service",
      "StatefulSet",
    ]
  `)
})
