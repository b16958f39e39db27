/**
 * What Kubernetes calls a valid name, port, address. Each validator answers with the messages of the API server, none
 * when the value is valid. Rules: k8s.io/apimachinery/pkg/util/validation and pkg/api/validate/content, as of 1.36.
 */
export type Validator = (value: string) => string[]

const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const dnsSubdomain = `${dnsLabel}(\\.${dnsLabel})*`
const dns1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const qualifiedPart = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`)
const dnsSubdomainPattern = whole(dnsSubdomain)
const dnsLabelPattern = whole(dnsLabel)
const qualifiedPartPattern = whole(qualifiedPart)

const qualifiedNameRule = patternRule(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  qualifiedPart,
  ['MyName', 'my.name', '123-abc'],
)
const dnsLabelRule = patternRule(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  dnsLabel,
  ['my-name', '123-abc'],
)

/** Names of namespaces, containers, volumes: one DNS label of at most 63 characters (RFC 1123). */
export const dns1123Label: Validator = (value) => {
  if (value.length <= 63 && dnsLabelPattern.test(value)) return []
  const long = maxLength(value, 63)
  // A name that would do as a subdomain can only have failed for its dots, and is told so.
  const shape = dnsLabelRule(value)
  return [...long, ...(shape.length && dnsSubdomainPattern.test(value) ? ['must not contain dots'] : shape)]
}

/** Names of most objects: DNS labels joined by dots, at most 253 characters (RFC 1123). */
export const dns1123Subdomain: Validator = (value) =>
  value.length <= 253 && dnsSubdomainPattern.test(value) ? [] : dnsSubdomainRules(value)

const dnsSubdomainRules = rules(
  (value) => maxLength(value, 253),
  patternRule(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    dnsSubdomain,
    ['example.com'],
  ),
)

/** Names that began as DNS labels of the older kind, such as a Service's: no digit in front (RFC 1035). */
export const dns1035Label = rules(
  (value) => maxLength(value, 63),
  patternRule(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    dns1035,
    ['my-name', 'abc-123'],
  ),
)

/** Hosts of an Ingress that begin with `*.` (RFC 1034, section 4.3.3). */
export const wildcardDns1123Subdomain = rules(
  (value) => maxLength(value, 253),
  patternRule(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    `\\*\\.${dnsSubdomain}`,
    ['*.example.com'],
  ),
)

/** Keys of labels, annotations, taints and resources: `name` or `dns.prefix/name`. */
export const qualifiedName: Validator = (value) => {
  if (value.length <= 63 && qualifiedPartPattern.test(value)) return []
  const parts = value.split('/')
  if (parts.length > 2) {
    return [
      `a valid label key ${qualifiedNameRule('')[0]} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const name = parts[parts.length - 1]!
  const prefix = parts.length === 2 ? nonEmpty(parts[0]!, dns1123Subdomain).map((message) => `prefix part ${message}`) : []
  const empty = name === '' ? ['must be non-empty'] : maxLength(name, 63)
  return [...prefix, ...[...empty, ...qualifiedNameRule(name)].map((message) => `name part ${message}`)]
}

/** Values of labels; empty is allowed. */
export const labelValue = rules(
  (value) => maxLength(value, 63),
  patternRule(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    `(${qualifiedPart})?`,
    ['MyValue', 'my_value', '12345'],
  ),
)

/** Identifiers as C has them. */
export const cIdentifier = patternRule(
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  '[A-Za-z_][A-Za-z0-9_]*',
  ['my_name', 'MY_NAME', 'MyName'],
)

/** Names of environment variables in a manifest: anything printable but `=` (RelaxedEnvironmentVariableValidation). */
export const envVarName: Validator = (value) => {
  if (value === '') return ['environment variable name must be non-empty']
  return /^[ -<>-~]*$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

/** Environment variable names that come from the keys of a ConfigMap or Secret by `envFrom`: the strict rule. */
export const strictEnvVarName = rules(
  patternRule(
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
    '[-._a-zA-Z][-._a-zA-Z0-9]*',
    ['my.env-name', 'MY_ENV.NAME', 'MyEnvName1'],
  ),
  noParentFolder,
)

/** Keys of ConfigMap and Secret data, which become file names. */
export const configMapKey = rules(
  (value) => maxLength(value, 253),
  patternRule("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', [
    'key.name',
    'KEY_NAME',
    'key-name',
  ]),
  noParentFolder,
)

/** Names of HTTP headers in a probe. */
export const httpHeaderName = patternRule("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', [
  'X-Header-Name',
])

/** Percentages such as `25%` in maxSurge, maxUnavailable and their like. */
export const percent = patternRule("a valid percent string must be a numeric string followed by an ending '%'", '[0-9]+%', [
  '1%',
  '93%',
])

/** Names of container and service ports (IANA_SVC_NAME). */
export const portName: Validator = (port) => [
  ...maxLength(port, 15),
  ...(/^[-a-z0-9]+$/.test(port) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(port) ? [] : ['must contain at least one letter (a-z)']),
  ...(port.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(port.startsWith('-') || port.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
]

/** A whole number between two bounds, both allowed. */
export const inRange = (value: number, min: number, max: number): string[] =>
  value >= min && value <= max ? [] : [`must be between ${min} and ${max}, inclusive`]

/** Port numbers, 1 to 65535. */
export const portNumber = (port: number) => inRange(port, 1, 65535)

/** Unix user and group ids, as far as the container runtime takes them. */
export const unixId = (id: number) => inRange(id, 0, 2 ** 31 - 1)

function rules(...all: Validator[]): Validator {
  return (value) => all.flatMap((rule) => rule(value))
}

function patternRule(message: string, pattern: string, examples: string[]): Validator {
  const expression = whole(pattern)
  const eg = examples.map((example) => `'${example}', `).join(' or ')
  const refusal = `${message} (e.g. ${eg}regex used for validation is '${pattern}')`
  return (value) => (expression.test(value) ? [] : [refusal])
}

function noParentFolder(value: string) {
  if (value === '.' || value === '..') return [`must not be '${value}'`]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

const maxLength = (value: string, max: number) => (byteLength(value) > max ? [`must be no more than ${max} characters`] : [])

/** Upstream says characters and counts the bytes of UTF-8. */
function byteLength(value: string) {
  let length = 0
  for (const char of value) {
    const code = char.codePointAt(0)!
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

const nonEmpty = (value: string, rule: Validator) => (value === '' ? ['must be non-empty'] : rule(value))
