import { describe, expect, test } from 'vitest'
import volumeKind from '../../../src/kube/kinds/persistentvolume/api'
import claimKind from '../../../src/kube/kinds/persistentvolumeclaim/api'
import podKind from '../../../src/kube/kinds/pod/api'
import { refusals, refusalsOfUpdate } from '../../support/refusals'

const podWith = (volumes: object[], container: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'nginx', ...container }], volumes, serviceAccountName: 'default' },
})
const volume = (source: object, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv' },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source, ...more },
})
const claim = (spec: object, status: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'c', namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  status,
})
const iqn = 'iqn.2015-02.example.com:storage'

describe('a pod is refused for a volume', () => {
  const at = 'spec.volumes[0]'
  const cases: Record<string, readonly [object, ...string[]]> = {
    'of an initiator that is none': [
      { iscsi: { targetPortal: 'a', iqn: 'x', lun: 300, chapAuthSession: true } },
      `${at}.iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa`,
      `${at}.iscsi.lun: Invalid value: 300: must be between 0 and 255, inclusive`,
      `${at}.iscsi.secretRef: Required value`,
    ],
    'of a bad initiator': [
      { iscsi: { targetPortal: 'a', iqn, lun: 0, initiatorName: 'iqn.2015' } },
      `${at}.iscsi.initiatorname: Invalid value: "iqn.2015": must be valid format`,
    ],
    'by a path that is not whole': [
      { nfs: { server: 'a', path: 'x' } },
      `${at}.nfs.path: Invalid value: "x": must be an absolute path`,
    ],
    'on a partition too many': [
      { gcePersistentDisk: { pdName: 'a', partition: 256 } },
      `${at}.persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive`,
    ],
    'of a disk that is told wrongly': [
      { azureDisk: { diskName: 'a', diskURI: 'x', kind: 'Managed' } },
      `${at}.azureDisk.diskURI: Unsupported value: "x": supported values: "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"`,
    ],
    'with options that are reserved': [
      { flexVolume: { driver: 'a', options: { 'foo.kubernetes.io/bar': 'x' } } },
      `${at}.flexVolume.options[foo.kubernetes.io/bar]: Invalid value: "foo.kubernetes.io/bar": kubernetes.io and k8s.io namespaces are reserved`,
    ],
    'from no registry': [
      { quobyte: { registry: 'a', volume: 'b' } },
      `${at}.quobyte.registry: Invalid value: "a": must be a host:port pair or multiple pairs separated by commas`,
    ],
    'of two sources': [
      { emptyDir: {}, cephfs: { monitors: ['a'] } },
      `${at}.cephFS: Forbidden: may not specify more than 1 volume type`,
    ],
    'of two projected into one file': [
      {
        projected: {
          sources: [
            {
              secret: { name: 'a', items: [{ key: 'k', path: 'x' }] },
              configMap: { name: 'b', items: [{ key: 'k', path: 'x' }] },
            },
          ],
        },
      },
      `${at}.projected: Invalid value: "b": conflicting duplicate paths`,
      `${at}.projected.sources[0]: Forbidden: may not specify more than 1 volume type per source`,
    ],
    'whose token has no file': [
      { projected: { sources: [{ serviceAccountToken: { expirationSeconds: 60, path: '' } }] } },
      `${at}.projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes`,
      `${at}.projected.path: Required value`,
    ],
    'made of a claim with a name': [
      {
        ephemeral: {
          volumeClaimTemplate: {
            metadata: { name: 'x' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
      `${at}.ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set`,
    ],
    'of a driver with a bad secret': [
      { csi: { driver: 'a_b', nodePublishSecretRef: {} } },
      `${at}.csi.driver: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
      `${at}.csi.nodePublishSecretRef.name: Required value`,
    ],
    'of an image that nobody named': [{ image: {} }, `${at}.image.reference: Required value`],
  }
  for (const [what, [source, ...texts]] of Object.entries(cases)) {
    test(what, () => expect(refusals(podKind, podWith([{ name: 'v', ...source }]))).toEqual(texts))
  }

  test('an image may be mounted in part', () => {
    const image = { name: 'v', image: { reference: 'quay.io/crio/artifact:v2' } }
    const mounting = podWith([image], { volumeMounts: [{ name: 'v', mountPath: '/x', subPath: 'dir' }] })
    expect(refusals(podKind, mounting)).toEqual([])
  })

  test('and a mount of an unsound one finds nothing', () => {
    const mounting = podWith([{ name: 'v', hostPath: { path: '' } }], { volumeMounts: [{ name: 'v', mountPath: '/x' }] })
    expect(refusals(podKind, mounting)).toEqual([
      'spec.volumes[0].hostPath.path: Required value',
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ])
  })

  test('used as a device without a claim, and mounted besides', () => {
    const used = podWith([{ name: 'v', emptyDir: {} }], {
      volumeDevices: [{ name: 'v', devicePath: '/x' }],
      volumeMounts: [{ name: 'v', mountPath: '/x', recursiveReadOnly: 'Enabled' }],
    })
    const at = 'spec.containers[0]'
    expect(refusals(podKind, used)).toEqual([
      `${at}.volumeMounts[0].name: Invalid value: "v": must not already exist in volumeDevices`,
      `${at}.volumeMounts[0].mountPath: Invalid value: "/x": must not already exist as a path in volumeDevices`,
      `${at}.volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true`,
      `${at}.volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode`,
      `${at}.volumeDevices[0].name: Invalid value: "v": must not already exist in volumeMounts`,
      `${at}.volumeDevices[0].devicePath: Invalid value: "/x": must not already exist as a path in volumeMounts`,
    ])
  })
})

describe('a volume', () => {
  test('knows the namespaces of its secrets', () => {
    const csi = { driver: 'd', volumeHandle: 'h', controllerExpandSecretRef: { name: 's' } }
    expect(refusals(volumeKind, volume({ csi }))).toEqual(['spec.csi.controllerExpandSecretRef.namespace: Required value'])
    const glusterfs = { endpoints: 'e', path: 'p', endpointsNamespace: '' }
    expect(refusals(volumeKind, volume({ glusterfs }))).toEqual([
      'spec.glusterfs.endpointsNamespace: Invalid value: "": if the endpointnamespace is set, it must be a valid namespace name',
    ])
  })

  test('has a class of attributes only with a driver', () => {
    expect(refusals(volumeKind, volume({ hostPath: { path: '/x' } }, { volumeAttributesClassName: 'gold' }))).toEqual([
      'spec.csi: Required value: has to be specified when using volumeAttributesClassName',
    ])
  })

  test('may call its zone by the name of today', () => {
    const near = (key: string, value = 'a') =>
      volume(
        { local: { path: '/x' } },
        {
          nodeAffinity: {
            required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }] },
          },
        },
      )
    const old = near('failure-domain.beta.kubernetes.io/zone')
    expect(refusalsOfUpdate(volumeKind, near('topology.kubernetes.io/zone'), old)).toEqual([])
    expect(refusalsOfUpdate(volumeKind, near('topology.kubernetes.io/zone', 'b'), old)[0]).toMatch(
      /^nodeAffinity: Invalid value: .*: field is immutable, except for updating from beta label to GA$/,
    )
  })
})

describe('a claim', () => {
  test('of less than nothing is told so once', () => {
    expect(refusals(claimKind, claim({ resources: { requests: { storage: '-1' } } }))).toEqual([
      'spec.resources[storage]: Invalid value: "-1": must be greater than zero',
    ])
  })

  test('keeps a class of attributes', () => {
    const gold = claim({ volumeAttributesClassName: 'gold' }, { phase: 'Bound' })
    const texts = refusalsOfUpdate(claimKind, claim({}, { phase: 'Bound' }), gold)
    expect(texts).toContain('spec.volumeAttributesClassName: Forbidden: update from non-nil value to nil is forbidden')
  })

  test('grows by words that are known', () => {
    const growing = claim({}, { allocatedResourceStatuses: { storage: 'Growing', cpu: 'NodeResizePending' } })
    const texts = claimKind.validateStatusUpdate!(growing as never, growing as never).map(({ type, field }) => `${type} ${field}`)
    expect(texts).toEqual([
      'Unsupported value status.allocatedResourceStatus',
      'Unsupported value status.allocatedResourceStatus',
    ])
  })
})
