import { milli } from '../../src/api/quantity'
import type { ConfigMap } from '../../src/kube/kinds/configmap/api'
import type { Pod } from '../../src/kube/kinds/pod/api'
import type { World } from '../../src/world/world'

const TOPIC = 'test.fake-load'
const MAP = 'fake-load'
/** What a pod says about its own CPU, in this project's words. */
const ANNOTATION = 'kubarium.dev/cpu'
/** What the recorder's pods used when nothing was said of them. */
const IDLE = '1m'

/**
 * Gives pods the load that the scenario's ConfigMap `fake-load` wants: of the running pods of an app together (`total=900m`), or of each
 * (`each=200m`).
 */
export function followFakeLoad({ kernel, cluster: { server, store } }: World, namespace: string): void {
  kernel.on(TOPIC, () => {
    const map = store.get('ConfigMap', `${namespace}/${MAP}`) as ConfigMap | undefined
    if (!map) return
    const running = (store.inNamespace('Pod', namespace) as unknown as readonly Pod[]).filter(
      ({ metadata, status }) => status?.phase === 'Running' && metadata.deletionTimestamp === undefined,
    )
    for (const pod of running) {
      const app = pod.metadata.labels?.['app'] ?? ''
      const wanted = shareOf(map.data?.[app], running.filter(({ metadata }) => metadata.labels?.['app'] === app).length)
      if (pod.metadata.annotations?.[ANNOTATION] === wanted) continue
      server.patch('you', 'Pod', pod, 'merge', { metadata: { annotations: { [ANNOTATION]: wanted } } })
    }
  })
  store.onChange(({ object }) => {
    const concerns = object.kind === 'Pod' || (object.kind === 'ConfigMap' && object.metadata.name === MAP)
    if (concerns && object.metadata.namespace === namespace) kernel.schedule(0, TOPIC, '')
  })
}

function shareOf(load: string | undefined, pods: number): string {
  const [, how, amount] = /^(total|each)=(.+)$/.exec(load ?? '') ?? []
  if (!amount) return IDLE
  return how === 'each' ? amount : `${Math.floor(milli(amount) / pods)}m`
}
