/** To whom a role is given: `Group NAME`, `User NAME`, `ServiceAccount NAMESPACE/NAME`. */
export interface BindingNote {
  readonly role: string
  readonly subjects: readonly string[]
}

const DEFAULT_TOKEN = 'Group system:bootstrappers:kubeadm:default-node-token'
const REQUESTS = 'system:certificates.k8s.io:certificatesigningrequests'

/** Cluster role bindings by name, those of the controllers aside; facts: upstream's bootstrap policy and what kubeadm adds. */
export const CLUSTER_BINDINGS: Readonly<Record<string, BindingNote>> = {
  'cluster-admin': { role: 'cluster-admin', subjects: ['Group system:masters'] },
  'kubeadm:cluster-admins': { role: 'cluster-admin', subjects: ['Group kubeadm:cluster-admins'] },
  'kubeadm:get-nodes': { role: 'kubeadm:get-nodes', subjects: [DEFAULT_TOKEN] },
  'kubeadm:kubelet-bootstrap': { role: 'system:node-bootstrapper', subjects: [DEFAULT_TOKEN] },
  'kubeadm:node-autoapprove-bootstrap': { role: `${REQUESTS}:nodeclient`, subjects: [DEFAULT_TOKEN] },
  'kubeadm:node-autoapprove-certificate-rotation': { role: `${REQUESTS}:selfnodeclient`, subjects: ['Group system:nodes'] },
  'kubeadm:node-proxier': { role: 'system:node-proxier', subjects: ['ServiceAccount kube-system/kube-proxy'] },
  'system:basic-user': { role: 'system:basic-user', subjects: ['Group system:authenticated'] },
  'system:discovery': { role: 'system:discovery', subjects: ['Group system:authenticated'] },
  'system:kube-controller-manager': {
    role: 'system:kube-controller-manager',
    subjects: ['User system:kube-controller-manager'],
  },
  'system:kube-dns': { role: 'system:kube-dns', subjects: ['ServiceAccount kube-system/kube-dns'] },
  'system:kube-scheduler': { role: 'system:kube-scheduler', subjects: ['User system:kube-scheduler'] },
  'system:monitoring': { role: 'system:monitoring', subjects: ['Group system:monitoring'] },
  'system:node': { role: 'system:node', subjects: [] },
  'system:node-proxier': { role: 'system:node-proxier', subjects: ['User system:kube-proxy'] },
  'system:public-info-viewer': {
    role: 'system:public-info-viewer',
    subjects: ['Group system:authenticated', 'Group system:unauthenticated'],
  },
  'system:service-account-issuer-discovery': {
    role: 'system:service-account-issuer-discovery',
    subjects: ['Group system:serviceaccounts'],
  },
  'system:volume-scheduler': { role: 'system:volume-scheduler', subjects: ['User system:kube-scheduler'] },
}

/** Roles of single namespaces, by `namespace/name`. */
export const ROLES: Readonly<Record<string, readonly string[]>> = {
  'kube-public/system:controller:bootstrap-signer': [
    'core: configmaps = get list watch',
    'core: configmaps[cluster-info] = update',
    'core,events.k8s.io: events = create patch update',
  ],
  'kube-system/extension-apiserver-authentication-reader': [
    'core: configmaps[extension-apiserver-authentication] = get list watch',
  ],
  'kube-system/system::leader-locking-kube-controller-manager': [
    'core: configmaps = watch',
    'core: configmaps[kube-controller-manager] = get update',
  ],
  'kube-system/system::leader-locking-kube-scheduler': [
    'core: configmaps = watch',
    'core: configmaps[kube-scheduler] = get update',
  ],
  'kube-system/system:controller:bootstrap-signer': ['core: secrets = get list watch'],
  'kube-system/system:controller:cloud-provider': ['core: configmaps = create get list watch'],
  'kube-system/system:controller:token-cleaner': [
    'core: secrets = delete get list watch',
    'core,events.k8s.io: events = create patch update',
  ],
}

/** Role bindings of single namespaces, by `namespace/name`. */
export const BINDINGS: Readonly<Record<string, BindingNote>> = {
  'kube-public/system:controller:bootstrap-signer': {
    role: 'system:controller:bootstrap-signer',
    subjects: ['ServiceAccount kube-system/bootstrap-signer'],
  },
  'kube-system/system::extension-apiserver-authentication-reader': {
    role: 'extension-apiserver-authentication-reader',
    subjects: ['User system:kube-controller-manager', 'User system:kube-scheduler'],
  },
  'kube-system/system::leader-locking-kube-controller-manager': {
    role: 'system::leader-locking-kube-controller-manager',
    subjects: ['User system:kube-controller-manager', 'ServiceAccount kube-system/kube-controller-manager'],
  },
  'kube-system/system::leader-locking-kube-scheduler': {
    role: 'system::leader-locking-kube-scheduler',
    subjects: ['User system:kube-scheduler', 'ServiceAccount kube-system/kube-scheduler'],
  },
  'kube-system/system:controller:bootstrap-signer': {
    role: 'system:controller:bootstrap-signer',
    subjects: ['ServiceAccount kube-system/bootstrap-signer'],
  },
  'kube-system/system:controller:cloud-provider': {
    role: 'system:controller:cloud-provider',
    subjects: ['ServiceAccount kube-system/cloud-provider'],
  },
  'kube-system/system:controller:token-cleaner': {
    role: 'system:controller:token-cleaner',
    subjects: ['ServiceAccount kube-system/token-cleaner'],
  },
}
