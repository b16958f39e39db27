import { ageColumn, nameColumn, textColumn } from '../../../api/columns'
import { decodeBase64Text } from '../../../api/base64'
import { humanDuration } from '../../../api/duration'
import { duplicate, invalid, notSupported, required, type FieldError } from '../../../api/errors'
import { defineKind } from '../../../api/kind'
import { always, condition, list, map, objectSchema, strings, struct } from '../../../api/schema/schema'
import { pathSegmentName } from '../../auth/policy'
import type { CertificateSigningRequest } from './types'

export type * from './types'

declare module '../../../api/meta' {
  interface KindMap {
    CertificateSigningRequest: CertificateSigningRequest
  }
}

type Csr = CertificateSigningRequest

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]

export default defineKind<Csr>({
  group: 'certificates.k8s.io',
  version: 'v1',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  singular: 'certificatesigningrequest',
  shortNames: ['csr'],
  namespaced: false,
  statusSubresource: true,
  subresources: [
    {
      name: 'approval',
      kind: 'CertificateSigningRequest',
      verbs: ['get', 'patch', 'update'],
      // Approval writes conditions and nothing else.
      merge: (input, old) => ({ ...old, status: { ...old.status, conditions: input.status?.conditions } }),
    },
  ],
  schema: objectSchema('CertificateSigningRequest', {
    spec: always(
      struct('v1.CertificateSigningRequestSpec', {
        request: 'bytes!',
        signerName: 'string!',
        expirationSeconds: 'int32*',
        usages: strings,
        username: 'string',
        uid: 'string',
        groups: strings,
        extra: map(list('string')),
      }),
    ),
    status: always(
      struct('v1.CertificateSigningRequestStatus', {
        conditions: list(condition('v1.CertificateSigningRequestCondition')),
        certificate: 'bytes',
      }),
    ),
  }),
  validateName: pathSegmentName,
  prepareForCreate: (csr) => ({ ...csr, status: {} }),
  // What was asked for stays.
  prepareForUpdate: (csr, old) => ({ ...csr, spec: old.spec }),
  validate,
  columns: [
    nameColumn,
    ageColumn,
    textColumn<Csr>('SignerName', ({ spec }) => spec.signerName || '<none>'),
    textColumn<Csr>('Requestor', ({ spec }) => spec.username ?? ''),
    textColumn<Csr>('RequestedDuration', ({ spec }) =>
      spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000),
    ),
    textColumn<Csr>('Condition', conditionText),
  ],
})

/** Rule: extractCSRStatus. */
function conditionText({ status }: Csr): string {
  const has = (type: string) => status?.conditions?.some((one) => one.type === type) ?? false
  const words = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'
  return `${words}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`
}

/** Rule: ValidateCertificateSigningRequestCreate, as far as it does not open the certificate request itself. */
function validate({ spec }: Csr): FieldError[] {
  const out: FieldError[] = []
  if (!spec.request) out.push(invalid('spec.request', null, 'PEM block type must be CERTIFICATE REQUEST'))
  else if (!decodeBase64Text(spec.request).includes('-----BEGIN CERTIFICATE REQUEST-----'))
    out.push(invalid('spec.request', spec.request, 'PEM block type must be CERTIFICATE REQUEST'))
  const usages = spec.usages ?? []
  if (!usages.length) out.push(required('spec.usages'))
  usages.forEach((usage, i) => {
    if (!USAGES.includes(usage)) out.push(notSupported(`spec.usages[${i}]`, usage, USAGES))
    if (usages.indexOf(usage) < i) out.push(duplicate(`spec.usages[${i}]`, usage))
  })
  if (!spec.signerName) out.push(required('spec.signerName'))
  else if (!/^[^/]+\.[^/]+\/[^/]+$/.test(spec.signerName))
    out.push(
      invalid(
        'spec.signerName',
        spec.signerName,
        'must be a fully qualified domain and path of the form "example.com/signer-name"',
      ),
    )
  if (spec.expirationSeconds !== undefined && spec.expirationSeconds < 600)
    out.push(
      invalid('spec.expirationSeconds', spec.expirationSeconds, 'may not specify a duration less than 600 seconds (10 minutes)'),
    )
  return out
}
