/**
 * Messages that were reworded between 1.20, where the facts were recorded, and 1.36, which we speak: new words, then old.
 * Values and field paths around them did not change.
 */
const reworded: [string, string][] = [
  // A fourth access mode came in 1.22.
  ['"ReadWriteOnce", "ReadWriteOncePod"', '"ReadWriteOnce"'],
  ['must contain at least one letter (a-z)', 'must contain at least one letter or number (a-z, 0-9)'],
  [
    'must not contain dots',
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ],
  ['expected: in, notin, =, ==, !=, gt, lt', "expected: '=', '!=', '==', 'in', notin'"],
  ['Too long: may not be more than', 'Too long: must have at most'],
  [
    'may only be set for externally-accessible services',
    'ExternalTrafficPolicy can only be set on NodePort and LoadBalancer service',
  ],
  ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)', 'not a valid CIDR'],
  [
    "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are",
    "'replicas', 'template', and 'updateStrategy' are",
  ],
  ['a valid label key must consist of', 'a qualified name must consist of'],
  ['expected exactly 5 fields', 'Expected exactly 5 fields'],
  ['failed to parse int from', 'Failed to parse int from'],
  ['end of range (', 'End of range ('],
  ['beginning of range (', 'Beginning of range ('],
  ['step of range should', 'Step of range should'],
  ['too many slashes:', 'Too many slashes:'],
  ['too many hyphens:', 'Too many hyphens:'],
  ['unrecognized descriptor:', 'Unrecognized descriptor:'],
  ['negative number (', 'Negative number ('],
]

/** One of our messages as 1.20 put it, for comparing with what was recorded then. */
export const asOf120 = (message: string) =>
  reworded
    .reduce((text, [now, then]) => text.replaceAll(now, then), message)
    .replace(/(Expected exactly 5 fields, found \d+): \[(.*?)\]/, '$1: $2')
    // What is wrong with a requirement of a label selector is a field's error since 1.22.
    .replace(/(parse requirement: )<nil>: Invalid value: ("[^"]*"): /, '$1invalid label key $2: ')
    .replace(
      /(parse requirement: )values\[\d+\]\[([^\]]*)\]: Invalid value: ("[^"]*"): /,
      '$1invalid label value: $3: at key: "$2": ',
    )
    .replace(/(parse requirement: )values\[\d+\]: Invalid value: "[^"]*": /, '$1')

/** Labels of a Job's pods that got a prefix since; a Job of today must have both. */
const prefixed: Readonly<Record<string, string>> = {
  'controller-uid': 'batch.kubernetes.io/controller-uid',
  'job-name': 'batch.kubernetes.io/job-name',
}

/** An object of 1.20 with what one of today must have besides. */
export function asOfNow<T>(object: T): T {
  const job = object as { kind?: string; spec?: { template?: { metadata?: { labels?: Record<string, string> } } } } | undefined
  const { template } = job?.spec ?? {}
  const labels = template?.metadata?.labels
  if (job?.kind !== 'Job' || !labels) return object
  const added = Object.entries(prefixed).filter(([old]) => old in labels)
  const both = { ...Object.fromEntries(added.map(([old, now]) => [now, labels[old]])), ...labels }
  return { ...job, spec: { ...job.spec, template: { ...template, metadata: { ...template!.metadata, labels: both } } } } as T
}

/** API versions that are gone, each with the one that took its place with the same fields. */
const successors: Readonly<Record<string, string>> = {
  'policy/v1beta1': 'policy/v1',
  'batch/v1beta1': 'batch/v1',
  'autoscaling/v2beta2': 'autoscaling/v2',
  'scheduling.k8s.io/v1beta1': 'scheduling.k8s.io/v1',
  'rbac.authorization.k8s.io/v1beta1': 'rbac.authorization.k8s.io/v1',
  'coordination.k8s.io/v1beta1': 'coordination.k8s.io/v1',
  'node.k8s.io/v1beta1': 'node.k8s.io/v1',
  'storage.k8s.io/v1beta1': 'storage.k8s.io/v1',
  'admissionregistration.k8s.io/v1beta1': 'admissionregistration.k8s.io/v1',
  'apiregistration.k8s.io/v1beta1': 'apiregistration.k8s.io/v1',
  'authentication.k8s.io/v1beta1': 'authentication.k8s.io/v1',
  'authorization.k8s.io/v1beta1': 'authorization.k8s.io/v1',
}

/** The same for those whose fields became others, so that only paths can be compared. */
const otherFields: Readonly<Record<string, string>> = {
  'autoscaling/v2beta1': 'autoscaling/v2',
  'apiextensions.k8s.io/v1beta1': 'apiextensions.k8s.io/v1',
  'certificates.k8s.io/v1beta1': 'certificates.k8s.io/v1',
  'discovery.k8s.io/v1beta1': 'discovery.k8s.io/v1',
  'events.k8s.io/v1beta1': 'events.k8s.io/v1',
  'extensions/v1beta1': 'networking.k8s.io/v1',
  'networking.k8s.io/v1beta1': 'networking.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1beta1': 'flowcontrol.apiserver.k8s.io/v1',
}

const replaced = (text: string, by: Readonly<Record<string, string>>): string =>
  text.replace(/(?<![\w.])[a-z][\w.]*\/v\d\w*\b/g, (apiVersion) => by[apiVersion] ?? apiVersion)

/** Text in which versions that are gone are named as what took their place: an apiVersion, a path, or a whole file. */
export const servedNow = (text: string): string => replaced(text, successors)

/** A path of a version that is gone, under the one that took its place. */
export const pathNow = (path: string): string => replaced(path, { ...successors, ...otherFields })

/** Kinds that nothing took the place of: pod security policies went in 1.25. */
export const isGone = (resource: string): boolean => resource.startsWith('podsecuritypolicies')

/**
 * Kinds of the real server that are not served: nothing would act on the definitions of custom resources, and accepting them would promise
 * that their kinds exist.
 */
export const isLeftOut = (resource: string): boolean => resource.startsWith('customresourcedefinitions')
