import { readFileSync } from 'node:fs'
import { decode, notHandled } from '../../src/api/schema/decode'
import { invalidError, fieldErrorText } from '../../src/api/errors'
import { dns1123Subdomain } from '../../src/api/names'
import { validateMeta } from '../../src/api/validateMeta'
import { withServiceAccount, withDefaultTolerations, withPriority } from '../../src/kube/kinds/pod/api'
import { kinds } from './kinds'
const mine = new Set(['Namespace','Node','Pod','ReplicaSet','Deployment','Service','EndpointSlice','ConfigMap','Secret','ServiceAccount','Event','Lease'])
const load = (n: string) => JSON.parse(readFileSync(`/work/shared/golden/${n}.json`, 'utf8'))
function build(k: any, input: any) {
  const dec = decode(k.schema, input)
  let o: any = dec.object
  o = k.defaults?.(o) ?? o
  if (k.kind === 'Pod') o = withPriority(withDefaultTolerations(withServiceAccount(o)))
  o = k.prepareForCreate?.(o) ?? (k.statusSubresource ? { ...o, status: undefined } : o)
  return { dec, o }
}
const diff = (a: any, b: any, p: string, out: string[]) => {
  if (a === b) return
  if (typeof a === 'object' && a && typeof b === 'object' && b && Array.isArray(a) === Array.isArray(b)) {
    for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) diff(a[k], b[k], `${p}.${k}`, out)
  } else if (a === '*' ) return
  else out.push(`${p}: want ${JSON.stringify(a)} got ${JSON.stringify(b)}`)
}
for (const f of ['defaulting', 'own-defaulting']) {
  let ok = 0, bad = 0
  for (const r of load(f)) {
    if (!mine.has(r.kind) || r.duplicateOfEarlier) continue
    const k: any = kinds.get(r.kind)
    let lines: string[] = []
    try {
      const { o, dec } = build(k, r.input)
      if (dec.errors.length) lines.push('DECODE ' + JSON.stringify(dec.errors))
      diff(r.output, JSON.parse(JSON.stringify(o)), '', lines)
      const e = [...validateMeta(o.metadata, k.namespaced, k.validateName ?? dns1123Subdomain), ...(k.validate?.(o) ?? [])]
      if (e.length) lines.push('INVALID ' + e.map(fieldErrorText).join(' ; '))
    } catch (e: any) { lines.push(e.stack.slice(0, 300)) }
    lines = lines.filter((l) => !/internalTrafficPolicy|ipFamil|clusterIP|metadata.name|nodePort|secrets|allocateLoad|status.loadBalancer/.test(l))
    if (lines.length) { bad++; console.log(f, r.name, r.kind, lines.slice(0, 6)) } else ok++
  }
  console.log(f, ok, bad)
}
for (const f of ['rejected', 'own-rejections']) {
  let ok = 0, bad = 0
  for (const r of load(f)) {
    const input = r.input ?? r.request.body
    if (!input || typeof input !== 'object' || !mine.has(input.kind) || (r.request && r.request.method !== 'POST')) continue
    if (r.accepted) { continue }
    if (![400, 422].includes(r.response.code)) continue
    const k: any = kinds.get(input.kind)
    let msg = ''; let causes: any[] = []
    try {
      const { o, dec } = build(k, input)
      if (dec.errors.length) msg = '400 ' + notHandled(k.kind, k.version, dec.errors[0]!.message)
      else {
        const e = [...validateMeta(o.metadata, k.namespaced, k.validateName ?? dns1123Subdomain), ...(k.validate?.(o) ?? [])]
        if (e.length) { const x = invalidError(k, o.metadata.name ?? '', e); msg = '422 ' + x.message; causes = (x.details as any).causes } else msg = 'ACCEPTED'
      }
    } catch (e: any) { msg = e.stack.slice(0, 300) }
    const want = r.response.code + ' ' + r.response.message
    const wf = (r.response.details?.causes ?? []).map((c: any) => c.field + c.reason).sort().join()
    const gf = causes.map((c: any) => c.field + c.reason).sort().join()
    if (r.response.code === 400 ? msg.startsWith('400') : wf === gf) {
      ok++
      if (msg !== want && !r.response.messageIsGoDump) console.log('  text', r.name, '\n   W', want.slice(0, 400), '\n   G', msg.slice(0, 400))
    } else { bad++; console.log('BAD', r.name, '\n   W', want.slice(0, 500), '\n   G', msg.slice(0, 500)) }
  }
  console.log(f, ok, bad)
}
