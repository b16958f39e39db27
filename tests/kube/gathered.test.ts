import { expect, test } from 'vitest'
import { components, controllers, kinds } from '../../src/world/kinds'
import { summaries } from '../../src/world/view/summaries'

test('what is gathered from the kinds, so that an omission shows in the diff', () => {
  expect(kinds.map((kind) => kind.kind)).toMatchInlineSnapshot(`
    [
      "ConfigMap",
      "ControllerRevision",
      "CronJob",
      "DaemonSet",
      "Deployment",
      "EndpointSlice",
      "Event",
      "Job",
      "Lease",
      "Namespace",
      "Node",
      "Pod",
      "PodDisruptionBudget",
      "PodTemplate",
      "PriorityClass",
      "ReplicaSet",
      "ReplicationController",
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
      "cronjob-controller",
      "replication-controller",
      "namespace-controller",
      "serviceaccount-controller",
      "root-ca-certificate-publisher-controller",
    ]
  `)
  expect(components.map((component) => component.name)).toMatchInlineSnapshot(`
    [
      "node-lifecycle-controller",
      "daemonset-controller",
      "job-controller",
      "taint-eviction-controller",
      "disruption-controller",
      "garbage-collector-controller",
      "pod-garbage-collector-controller",
      "ttl-after-finished-controller",
    ]
  `)
  expect([...summaries.keys()]).toMatchInlineSnapshot(`
    [
      "CronJob",
      "DaemonSet",
      "Deployment",
      "Job",
      "Node",
      "Pod",
      "PodDisruptionBudget",
      "PriorityClass",
      "ReplicaSet",
      "ReplicationController",
      "Service",
      "StatefulSet",
    ]
  `)
})
