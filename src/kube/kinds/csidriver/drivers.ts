/** What can be known of a program that makes volumes. Times in ms. */
export interface Provisioner {
  readonly name: string
  /** How its volumes are written down: as the driver's own, as a folder of the node's, or as a disk of one node. */
  readonly source: 'csi' | 'hostPath' | 'local'
  /** Part of the controller manager itself, not a program beside it. */
  readonly inTree?: boolean
  /** Must its volumes be attached to a node first? Then the driver runs on every node. */
  readonly attaches: boolean
  readonly expands: boolean
  /** Volumes that one node can have attached; undefined: any number. */
  readonly limit?: number
  readonly makeMs: number
  readonly deleteMs: number
  readonly attachMs: number
  readonly detachMs: number
}

const folder = { attaches: false, expands: false, makeMs: 400, deleteMs: 200, attachMs: 0, detachMs: 0 } as const

/** Network disks, one node at a time, that outlive the node they are attached to. */
export const DISK_DRIVER = 'disk.csi.kubarium.dev'
/** Shared folders over the network, as many nodes as one likes. */
export const FILE_DRIVER = 'file.csi.kubarium.dev'
/** Folders of whichever node a pod is on; upstream: --enable-hostpath-provisioner. */
export const HOST_PATH = 'kubernetes.io/host-path'

/** The provisioners that run in every cluster here. A class that names another one waits for it for ever. */
export const provisioners: ReadonlyMap<string, Provisioner> = new Map(
  (
    [
      { name: HOST_PATH, source: 'hostPath', inTree: true, ...folder },
      { name: 'k8s.io/minikube-hostpath', source: 'hostPath', ...folder },
      { name: 'rancher.io/local-path', source: 'local', ...folder, makeMs: 1500 },
      {
        name: DISK_DRIVER,
        source: 'csi',
        attaches: true,
        expands: true,
        limit: 16,
        makeMs: 1200,
        deleteMs: 800,
        attachMs: 1500,
        detachMs: 1000,
      },
      { name: FILE_DRIVER, source: 'csi', ...folder, expands: true, makeMs: 800 },
    ] satisfies Provisioner[]
  ).map((one) => [one.name, one]),
)

/** Drivers that took over from what once was built in; upstream: CSI migration. */
export const migrated: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
}
