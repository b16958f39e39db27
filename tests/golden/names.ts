import { controllerOf, type KubeObject } from '../../src/api/meta'

/** An object's name with `*` for what was generated: `web-*-*`. */
export function starred({ kind, metadata }: KubeObject): string {
  // A volume that was made for a claim bears the claim's uid.
  if (kind === 'PersistentVolume' && /^pvc-[0-9a-f]{8}-[0-9a-f]{4}-/.test(metadata.name)) return 'pvc-*'
  const hash = metadata.labels?.['pod-template-hash']
  // A StatefulSet gives its pods names although it could have them made.
  const isMade = metadata.generateName && controllerOf({ metadata })?.kind !== 'StatefulSet'
  const given = isMade ? `${metadata.generateName}*` : metadata.name
  // A CronJob's Jobs are named by the minute, and their pods after them.
  const name = given.replace(/-\d{8}(?=-|$)/, '-*')
  if (!hash) return name
  return name.endsWith(`-${hash}`) ? name.slice(0, -hash.length) + '*' : name.replace(`-${hash}-`, '-*-')
}

/** A name that the server made of an owner's. */
const madeBy = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/

/** Puts messages into the words of the recorder: generated names starred, the namespace hidden, nodes too unless they are pinned. */
export class Names {
  private readonly known = new Map<string, string>()
  private readonly all = new Set<string>()

  constructor(
    private readonly namespace: string,
    private readonly pinned: boolean,
  ) {}

  note(object: KubeObject): void {
    const star = starred(object)
    this.all.add(object.metadata.name)
    if (star !== object.metadata.name) this.known.set(object.metadata.name, star)
  }

  /** The starred form of a name; also of one that was made for an object that never came to be. */
  of(name: string): string {
    const known = this.known.get(name)
    if (known !== undefined) return known
    const owner = this.all.has(name) ? undefined : madeBy.exec(name)?.[1]
    return owner !== undefined && this.all.has(owner) ? `${this.of(owner)}-*` : name
  }

  /** With `nodes`, their names stay: they are what a person typed. */
  in(text: string, nodes = false): string {
    return text.replace(/[a-z0-9]([-a-z0-9.]*[a-z0-9])?/g, (word) => {
      if (word === this.namespace) return '<ns>'
      if (!nodes && !this.pinned && /^node-\d+$/.test(word)) return 'node-*'
      return this.of(word)
    })
  }
}
