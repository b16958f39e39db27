import type { KubeObject } from '../../api/meta'
import type { Kernel } from '../../kernel/kernel'
import { CowMap, type SavedMap } from '../../kernel/cowMap'
import type { Hue } from '../frame'

/** How many identity hues there are; one more app takes the first again (its name is always printed). */
const HUES = 6
/** What belongs to the system wears sand unless a sixth app needs it. */
const SYSTEM: Hue = 5

/** An app that is named after a hue wears it. */
const NAMED: Readonly<Record<string, Hue>> = { blue: 0, rose: 1, green: 2, yellow: 3, indigo: 4 }

interface Labelled {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>
    readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } }
  }
}

/** The name of the app an object belongs to: its app label, else that of what it selects or makes, else of what made it, else its own name. */
export function appOf(object: KubeObject): string {
  const spec = (object as Labelled).spec
  const fromTemplate = appLabel(spec?.template?.metadata?.labels)
  const selector =
    spec?.selector?.matchLabels ?? (object.kind === 'Service' ? (spec?.selector as Record<string, string>) : undefined)
  return fromTemplate ?? appLabel(object.metadata.labels) ?? appLabel(selector) ?? makerOf(object) ?? object.metadata.name
}

/** The name a person gave to what made an object: a ReplicaSet's without its hash, a CronJob's Job's without its minute. */
function makerOf({ metadata }: KubeObject): string | undefined {
  const maker = metadata.ownerReferences?.find(({ controller }) => controller)
  const hash = metadata.labels?.['pod-template-hash']
  return hash && maker?.name.endsWith(`-${hash}`) ? maker.name.slice(0, -hash.length - 1) : maker?.name.replace(/-\d{8}$/, '')
}

const appLabel = (labels: Readonly<Record<string, string>> | undefined): string | undefined =>
  labels?.['app'] ?? labels?.['app.kubernetes.io/name'] ?? labels?.['k8s-app'] ?? labels?.['name'] ?? labels?.['run']

/** Gives each app its hue when it first appears, and keeps it for the run. */
export class HueBook {
  private readonly byApp = new CowMap<string, Hue>()

  constructor(kernel: Kernel) {
    kernel.part<SavedMap<string, Hue>>('view/hues', { save: () => this.byApp.save(), load: (saved) => this.byApp.load(saved) })
  }

  /** An object appeared that makes or serves pods: its app gets a hue if it has none. */
  claim(object: KubeObject): void {
    const key = keyOfApp(object)
    if (key === undefined || !bearsApp(object) || this.byApp.has(key)) return
    const named = /(?:^|[-/])(blue|rose|green|yellow|indigo)(?:-|$)/.exec(key)?.[1]
    this.byApp.set(key, named ? NAMED[named]! : this.byApp.size % HUES)
  }

  /** The hue of the app an object belongs to; -1 for what belongs to none. */
  of(object: KubeObject): Hue {
    if (object.metadata.namespace?.startsWith('kube-')) return SYSTEM
    const key = keyOfApp(object)
    return key === undefined ? -1 : (this.byApp.get(key) ?? -1)
  }
}

const keyOfApp = (object: KubeObject): string | undefined => {
  const { namespace } = object.metadata
  return namespace && !namespace.startsWith('kube-') ? `${namespace}/${appOf(object)}` : undefined
}

/** Pods, what has a pod template, and what selects pods; the API server's own Service has no selector. */
const bearsApp = (object: KubeObject): boolean => {
  const spec = (object as Labelled).spec
  return (
    object.kind === 'Pod' ||
    spec?.template !== undefined ||
    (spec?.selector !== undefined && Object.keys(spec.selector).length > 0)
  )
}
