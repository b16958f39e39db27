import type { AutoscalerView, BudgetView, OwnerView, PodView } from '../world/frame'
import type { StageModel } from './model'

/** Pods and ghosts of one owner. */
export interface OwnerGroup {
  readonly owner: OwnerView | null
  readonly old: boolean
  readonly pods: readonly PodView[]
  /** Keys of replicas that are asked for and not there. */
  readonly ghosts: readonly string[]
}

/** What hangs from one topmost owner, or a pod that nobody owns. */
export interface OwnerApp {
  /** Null for a pod of its own. */
  readonly root: OwnerView | null
  readonly name: string
  readonly hue: number
  /** What hangs from the root itself, or from the owners between it and the pods; newest revision first. */
  readonly groups: readonly OwnerGroup[]
  readonly scaler: AutoscalerView | null
  readonly budget: BudgetView | null
}

type Growing = { owner: OwnerView | null; old: boolean; pods: PodView[]; ghosts: string[] }

/** Whose everything is, in the order in which the owners appeared; pods of their own come last. */
export function ownerApps({ pods, ghosts, furniture }: StageModel): OwnerApp[] {
  const owners = new Map(furniture.owners.map((owner) => [owner.uid, owner]))
  const groups = new Map<string, Growing>(
    furniture.owners.map((owner) => [owner.uid, { owner, old: false, pods: [], ghosts: [] }]),
  )
  const alone: OwnerApp[] = []
  for (const pod of pods.values()) {
    const group = groups.get(pod.owner)
    if (group) {
      group.pods.push(pod)
      group.old ||= pod.old
    } else {
      const only = { owner: null, old: pod.old, pods: [pod], ghosts: [] }
      alone.push({ root: null, name: pod.name, hue: pod.hue, groups: [only], scaler: null, budget: null })
    }
  }
  // A place that is kept on a node is for a pod that is here already.
  for (const ghost of ghosts) if (!ghost.pod) newestBelow(ghost.owner, furniture.owners, groups)?.ghosts.push(ghost.key)
  const budgetOf = new Map(furniture.budgets.flatMap((budget) => budget.pods.map((uid) => [uid, budget] as const)))
  // A workload has one card above it; who sets its number tells more than who sets what its pods request.
  const vertical = furniture.autoscalers.filter(({ kind }) => kind === 'VerticalPodAutoscaler')
  const horizontal = furniture.autoscalers.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
  const scalerOf = new Map([...vertical, ...horizontal].map((scaler) => [scaler.target, scaler]))
  const roots = furniture.owners.filter(({ parent }) => !owners.has(parent))
  const apps = roots.map((root): OwnerApp => {
    const below = furniture.owners.filter(({ parent }) => parent === root.uid)
    const own = [root, ...below].map(({ uid }) => groups.get(uid)!)
    const shown = own.filter((group, i) => i > 0 || group.pods.length > 0 || group.ghosts.length > 0 || below.length === 0)
    for (const { pods: list } of shown) list.sort((a, b) => a.createdAt - b.createdAt || (a.uid < b.uid ? -1 : 1))
    shown.sort((a, b) => Number(a.old) - Number(b.old) || (b.owner?.createdAt ?? 0) - (a.owner?.createdAt ?? 0))
    return {
      root,
      name: root.name,
      hue: root.hue,
      groups: shown,
      scaler: scalerOf.get(root.uid) ?? null,
      budget: shown.flatMap((group) => group.pods).map(({ uid }) => budgetOf.get(uid))[0] ?? null,
    }
  })
  return [...apps, ...alone]
}

/** Where the ghosts of an owner belong: with the pods of its newest child, or its own. */
function newestBelow(uid: string, owners: readonly OwnerView[], groups: ReadonlyMap<string, Growing>): Growing | undefined {
  const children = owners.filter(({ parent }) => parent === uid)
  const newest = children.reduce<OwnerView | undefined>((a, b) => (a && a.createdAt >= b.createdAt ? a : b), undefined)
  return groups.get(newest?.uid ?? uid)
}
