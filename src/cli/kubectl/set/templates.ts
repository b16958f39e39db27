import type { KindName } from '../../../api/meta'
import { nested, podSpecOf, type NamedContainers } from '../podSpec'
import { objects, titleOf } from '../resources'
import { UsageError, type Shell } from '../shell'

/**
 * Changes the pod templates of the objects named: `change` is given an object's title and pod spec and answers with a strategic patch of
 * the latter, or undefined for none. Says `done` of each that was changed.
 */
export function changeTemplates(
  shell: Shell,
  named: readonly string[],
  flags: ReadonlyMap<string, string>,
  done: string,
  change: (title: string, spec: NamedContainers) => object | undefined,
): void {
  for (const { kind, object } of objects(shell, named, flags.get('namespace') ?? shell.namespace, flags)) {
    const title = titleOf(kind, object.metadata.name)
    const found = podSpecOf(object)
    if (!found) throw new UsageError(`error: ${title} does not have a pod template`)
    const wanted = change(title, found.spec)
    if (!wanted) continue
    const after = shell.client.patch(kind.kind as KindName, object, 'strategic', nested(found.path, wanted))
    // What is so already is not told.
    if (after.metadata.resourceVersion !== object.metadata.resourceVersion) shell.out(`${title} ${done}`)
  }
}
