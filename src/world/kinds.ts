import type { KindDefinition } from '../api/kind'
import type { Component } from '../control/component'
import type { ControllerDefinition } from '../control/controller'
import { commonComponents } from '../kube/components'

const kindFiles = import.meta.glob<{ default: KindDefinition }>('../kube/kinds/*/api.ts', { eager: true })
const controllerFiles = import.meta.glob<{ default: ControllerDefinition | readonly ControllerDefinition[] }>(
  '../kube/kinds/*/controller.ts',
  {
    eager: true,
  },
)

const componentFiles = import.meta.glob<{ default: Component | readonly Component[] }>('../kube/kinds/*/component.ts', {
  eager: true,
})

const gathered = <T>(files: Record<string, { default: T }>): T[] =>
  Object.keys(files)
    .sort()
    .map((path) => files[path]!.default)

/** Every kind that has a folder, in the order of the folders' names. */
export const kinds: readonly KindDefinition[] = gathered(kindFiles)

/** Every control loop that has a file, in the order in which the stage shows them. */
export const controllers: readonly ControllerDefinition[] = gathered(controllerFiles)
  .flat()
  .sort((a, b) => (a.rank ?? 100) - (b.rank ?? 100))

/** The parts of the controller manager that are no loop over one kind, in the order in which the stage shows them. */
export const components: readonly Component[] = [
  ...gathered(componentFiles).flat(),
  ...commonComponents(kinds.map(({ kind }) => kind)),
].sort((a, b) => a.rank - b.rank)
