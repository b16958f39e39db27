/**
 * Writes the JSON schema that the YAML editor completes and checks with, from the type declarations of the package
 * kubernetes-models (Kubernetes 1.36). One `if kind and apiVersion then $ref` per kind, which gives exact messages:
 * a `oneOf` would blame an unknown kind on every other one.
 */
import { createHash } from 'node:crypto'
import { existsSync, openSync, readFileSync, readSync, closeSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { vpaKinds } from './schemaOfVpa.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = join(root, 'node_modules')
const models = join(packages, 'kubernetes-models')
const target = join(root, 'src/ui/editor/schema.generated.json')

/** The kinds that the cluster serves and a person may write, by the folder of the files that declare them. */
const kinds = Object.entries({
  v1: 'Namespace Node Pod Service ConfigMap Secret ServiceAccount PersistentVolume PersistentVolumeClaim ResourceQuota LimitRange ReplicationController PodTemplate Endpoints Event Binding',
  'apps/v1': 'Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision',
  'batch/v1': 'Job CronJob',
  'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy IPAddress ServiceCIDR',
  'rbac.authorization.k8s.io/v1': 'Role RoleBinding ClusterRole ClusterRoleBinding',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'autoscaling/v1': 'HorizontalPodAutoscaler',
  'policy/v1': 'PodDisruptionBudget',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'storage.k8s.io/v1': 'StorageClass CSIDriver CSINode CSIStorageCapacity VolumeAttachment',
  'coordination.k8s.io/v1': 'Lease',
  'discovery.k8s.io/v1': 'EndpointSlice',
  'node.k8s.io/v1': 'RuntimeClass',
  'events.k8s.io/v1': 'Event',
  'admissionregistration.k8s.io/v1':
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration MutatingWebhookConfiguration',
  'apiregistration.k8s.io/v1': 'APIService',
  'certificates.k8s.io/v1': 'CertificateSigningRequest',
  'flowcontrol.apiserver.k8s.io/v1': 'FlowSchema PriorityLevelConfiguration',
  'authentication.k8s.io/v1': 'SelfSubjectReview TokenReview',
  'authorization.k8s.io/v1': 'SubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview LocalSubjectAccessReview',
}).flatMap(([folder, names]) => names.split(' ').map((kind) => `${folder}/${kind}`))

/** Generates the schema unless it is there and made by this very script from this very version of the types. */
export async function ensureSchema() {
  const mark = fingerprint()
  if (existsSync(target) && head(target, 200).includes(mark)) return
  const { default: ts } = await import('typescript')
  writeFileSync(target, JSON.stringify({ $comment: mark, ...buildSchema(ts) }))
}

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)))
  hash.update(readFileSync(new URL('./schemaOfVpa.mjs', import.meta.url)))
  return hash.update(readFileSync(join(models, 'package.json'))).digest('hex')
}

function head(file, bytes) {
  const handle = openSync(file, 'r')
  const buffer = Buffer.alloc(bytes)
  readSync(handle, buffer, 0, bytes, 0)
  closeSync(handle)
  return buffer.toString('utf8')
}

function buildSchema(ts) {
  const definitions = {}
  const queue = []
  const refTo = (file) => {
    const name = definitionName(file)
    if (!(name in definitions)) {
      definitions[name] = {}
      queue.push(file)
    }
    return { $ref: `#/definitions/${name}` }
  }
  const objects = kinds.map((path) => {
    const file = join(models, `${path}.d.ts`)
    const parts = path.split('/')
    return { kind: parts.at(-1), apiVersion: parts.slice(0, -1).join('/'), ref: refTo(file) }
  })
  for (let file = queue.shift(); file; file = queue.shift()) definitions[definitionName(file)] = readDefinition(ts, file, refTo)
  for (const { kind, apiVersion, definition } of vpaKinds({ $ref: '#/definitions/apimachinery.apis.meta.v1.ObjectMeta' })) {
    const name = `${apiVersion.replaceAll('/', '.')}.${kind}`
    definitions[name] = definition
    objects.push({ kind, apiVersion, ref: { $ref: `#/definitions/${name}` } })
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: { type: 'string', enum: [...new Set(objects.map((o) => o.apiVersion))] },
      kind: { type: 'string', enum: [...new Set(objects.map((o) => o.kind))] },
    },
    allOf: objects.map(({ kind, apiVersion, ref }) => ({
      if: { required: ['apiVersion', 'kind'], properties: { apiVersion: { const: apiVersion }, kind: { const: kind } } },
      then: ref,
    })),
    definitions,
  }
}

/** `apps/v1/DeploymentSpec.d.ts` becomes `apps.v1.DeploymentSpec`. */
function definitionName(file) {
  const path = file.startsWith(models) ? relative(models, file) : relative(join(packages, '@kubernetes-models'), file)
  return path.replace(/\.d\.ts$/, '').replaceAll(/[\\/]/g, '.')
}

/** Each file declares one type: an interface or an alias named `I` + the file's name. */
function readDefinition(ts, file, refTo) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const imports = importedFiles(ts, source, file)
  const own = `I${file.replace(/^.*[\\/]/, '').replace(/\.d\.ts$/, '')}`
  const declared = source.statements.find(
    (s) => (ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s)) && s.name.text === own,
  )
  if (!declared) throw new Error(`${file} declares no ${own}`)
  const wholeNumbers = !own.startsWith('IJSONSchemaProps') && own !== 'IQuantity'
  const convert = (type) => typeSchema(ts, type, { refTo, imports, wholeNumbers, file })
  const shape = ts.isInterfaceDeclaration(declared) ? objectSchema(ts, declared.members, convert) : convert(declared.type)
  return { ...described(ts, declared), ...shape }
}

function importedFiles(ts, source, file) {
  const found = new Map()
  for (const statement of source.statements.filter(ts.isImportDeclaration)) {
    const from = statement.moduleSpecifier.text
    const base = from.startsWith('.') ? resolve(dirname(file), from) : join(packages, from)
    for (const name of statement.importClause?.namedBindings?.elements ?? [])
      found.set(name.name.text, `${base.replace(/\.js$/, '')}.d.ts`)
  }
  return found
}

function objectSchema(ts, members, convert) {
  const index = members.find(ts.isIndexSignatureDeclaration)
  if (index) return { type: 'object', additionalProperties: convert(index.type) }
  const fields = members.filter(ts.isPropertySignature)
  if (!fields.length) return { type: 'object' }
  const required = fields.filter((field) => !field.questionToken).map((field) => field.name.text)
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name.text, property(ts, field, convert)])),
    ...(required.length ? { required } : {}),
    additionalProperties: false,
  }
}

/** In draft 07 the neighbours of a $ref are ignored, hence the allOf around a described one. */
function property(ts, field, convert) {
  const schema = convert(field.type)
  const text = described(ts, field)
  return schema.$ref && text.description ? { ...text, allOf: [schema] } : { ...text, ...schema }
}

function typeSchema(ts, type, context) {
  const convert = (inner) => typeSchema(ts, inner, context)
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string' }
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean' }
    case ts.SyntaxKind.NumberKeyword:
      return { type: context.wholeNumbers ? 'integer' : 'number' }
    case ts.SyntaxKind.AnyKeyword:
    case ts.SyntaxKind.UnknownKeyword:
      return {}
    case ts.SyntaxKind.ParenthesizedType:
      return convert(type.type)
    case ts.SyntaxKind.ArrayType:
      return { type: 'array', items: convert(type.elementType) }
    case ts.SyntaxKind.TypeLiteral:
      return objectSchema(ts, type.members, convert)
    case ts.SyntaxKind.LiteralType:
      return { const: type.literal.text }
    case ts.SyntaxKind.UnionType:
      return unionSchema(type.types.map(convert))
    case ts.SyntaxKind.TypeReference: {
      const name = type.typeName.text
      if (name === 'Array') return { type: 'array', items: convert(type.typeArguments[0]) }
      if (name === 'Record') return { type: 'object', additionalProperties: convert(type.typeArguments[1]) }
      const file = context.imports.get(name) ?? (name.startsWith('I') ? selfFile(name, context.file) : undefined)
      if (file && existsSync(file)) return context.refTo(file)
      break
    }
  }
  throw new Error(`${context.file}: no schema for the type ${type.getText()}`)
}

/** A type may refer to itself (JSONSchemaProps) under its long alias, which ends in the file's own name. */
function selfFile(name, file) {
  const base = file.replace(/^.*[\\/]/, '').replace(/\.d\.ts$/, '')
  return name.endsWith(base) ? file : undefined
}

function unionSchema(options) {
  if (options.every((option) => 'const' in option)) return { type: 'string', enum: options.map((option) => option.const) }
  if (options.every((option) => typeof option.type === 'string')) return { type: options.map((option) => option.type) }
  return { anyOf: options }
}

function described(ts, node) {
  const text = ts.getTextOfJSDocComment(node.jsDoc?.at(-1)?.comment)
  return text ? { description: text.trim() } : {}
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) await ensureSchema()
