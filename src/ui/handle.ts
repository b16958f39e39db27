import type { Command } from '../world/command'
import type { Diagnostic, DocumentStatus } from '../world/frame'
import type { Session } from './session.svelte'
import { partOf } from './stage/parts'

/** The page in plain JSON. Times are virtual ms; a speed of null is as fast as the machine goes. */
export interface PageState {
  readonly now: number
  readonly playing: boolean
  readonly speed: number | null
  readonly pods: readonly {
    readonly name: string
    readonly namespace: string
    readonly state: string
    readonly node: string
    readonly ready: boolean
  }[]
  readonly nodes: readonly { readonly name: string; readonly ready: string; readonly unschedulable: boolean }[]
  readonly services: readonly { readonly name: string; readonly namespace: string; readonly endpoints: number }[]
  readonly documents: readonly DocumentStatus[]
  readonly diagnostics: readonly Diagnostic[]
}

/** `window.kubarium`: the page as a script sees it. Everything a person can do to the run can be done from here. */
export interface PageHandle {
  /** Done when the world has shown its first moment. */
  readonly ready: Promise<void>
  /** Does something to the cluster at the present moment. Rejects with the refusal when the cluster refuses it, or when nothing may be changed. */
  dispatch(command: Command): Promise<void>
  /** Goes to a moment, virtual ms. Done when the page shows it. */
  seek(ms: number): Promise<void>
  /** Plays on, at a speed when one is given: virtual seconds per second, Infinity for as fast as it goes. */
  play(speed?: number): void
  pause(): void
  /** Runs to the next thing that happens, then stands still. */
  step(): Promise<void>
  state(): PageState
  /** Opens the inspector for an object by its name (Pods first, then nodes, Services, workloads) or a part of the control plane; null closes it. False when nothing is so called. */
  select(name: string | null): boolean
  /** Puts a text into a file of the editor, making the file if need be, and applies it. Rejects where nothing may be changed. */
  apply(file: string, text: string): Promise<void>
}

/** The handle of a session. */
export function createHandle(session: Session, ready: Promise<void>): PageHandle {
  return {
    ready,
    dispatch: (command) => session.order(command),
    seek: (ms) => session.seek(ms),
    play: (speed) => session.play(speed),
    pause: () => session.pause(),
    step: () => session.step(),
    state: () => stateOf(session),
    select(name) {
      const uid = name === null ? null : uidOf(session, name)
      if (uid === undefined) return false
      session.select(uid)
      return true
    },
    async apply(file, text) {
      if (session.options.readonly) throw new Error(session.say('page.readonly'))
      await session.desk.putFile(file, text)
    },
  }
}

function stateOf({ view, playing, speed }: Session): PageState {
  return {
    now: view.now,
    playing,
    speed: Number.isFinite(speed) ? speed : null,
    pods: [...view.pods.values()].map(({ name, namespace, state, node, ready }) => ({ name, namespace, state, node, ready })),
    nodes: view.nodes.map(({ name, ready, unschedulable }) => ({ name, ready, unschedulable })),
    services: view.services.map(({ name, namespace, endpoints }) => ({ name, namespace, endpoints: endpoints.length })),
    documents: view.documents,
    diagnostics: view.diagnostics,
  }
}

function uidOf({ view }: Session, name: string): string | undefined {
  if (partOf(name)) return name
  const named = [[...view.pods.values()], view.nodes, view.services, view.drift] as const
  for (const objects of named) {
    const found = objects.find((object) => object.name === name)
    if (found) return found.uid
  }
  return undefined
}
