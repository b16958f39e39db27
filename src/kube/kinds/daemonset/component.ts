import { controllerOf, keyOf } from '../../../api/meta'
import { defineComponent } from '../../../control/component'
import { defineController, watches } from '../../../control/controller'
import { runController } from '../../../control/manager'
import { adopters } from '../../workload/claim'
import { BackOff } from './backOff'
import { fitOf, mayChangeFit } from './fits'
import { sync } from './sync'

const NAME = 'daemonset-controller'
const TITLE = 'DaemonSet'

/** Keeps one pod on every node that fits. A component and not a plain loop, because it remembers how often pods failed where. */
export default defineComponent({
  name: NAME,
  title: TITLE,
  rank: 6,
  run(context) {
    const backOff = new BackOff()
    context.kernel.part<ReturnType<BackOff['save']>>(`${NAME}/back-off`, {
      save: () => backOff.save(),
      load: (saved) => backOff.load(saved),
    })
    context.onStart(() => backOff.clear())
    runController(
      context,
      defineController({
        name: NAME,
        title: TITLE,
        for: 'DaemonSet',
        owns: ['Pod', 'ControllerRevision'],
        watches: [
          watches('Pod', ({ type, object, old }, { client }) => {
            if (type === 'DELETED' || controllerOf(object)) return []
            if (old && old.metadata.labels === object.metadata.labels && !controllerOf(old)) return []
            return adopters(client, 'DaemonSet', object)
          }),
          watches('Node', ({ type, object, old }, { client }) => {
            if (type === 'DELETED' || !mayChangeFit(object, old)) return []
            const changes = client.list('DaemonSet').filter((set) => {
              const now = fitOf(object, set)
              return old ? fitOf(old, set) !== now : now.shouldRun
            })
            return changes.map(keyOf)
          }),
        ],
        reconcile: (own, set) => sync(own, set, backOff),
        gone: (_, key) => backOff.forget(key),
      }),
    )
  },
})
