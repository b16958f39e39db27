import { replicaLoop } from '../../workload/replicas'

/** Keeps `spec.replicas` pods in being. */
export default replicaLoop({ kind: 'ReplicaSet', name: 'replicaset-controller', rank: 2, asReplicaSet: (rs) => rs })
