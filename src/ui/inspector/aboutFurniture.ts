import { sizeText } from '../../scene/volumeShapes'
import type { View } from '../readModel'
import type { About } from './about'

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** What to say of something on stage that is neither pod nor node nor Service; null when it is nothing of the kind. */
export function aboutFurniture({ furniture }: View, uid: string, say: Say): About | null {
  const plain = { facts: [], sentence: '', state: 'ready', hue: -1, isTrouble: false } as const
  const pool = furniture.pools.find((one) => uid === `pool:${one.name}`)
  if (pool) {
    const { name, size, min, max, elastic } = pool
    const facts = [say(elastic ? 'stage.pool.size' : 'stage.pool.fixed', { size, min, max })]
    return { ...plain, name, status: say('inspect.pool'), facts, sentence: '' }
  }
  const volume = furniture.volumes.find((one) => one.uid === uid)
  if (volume) {
    const isTrouble = volume.phase === 'Lost' || volume.phase === 'Failed'
    const facts = [volume.phase, sizeText(volume.size), volume.storageClass, volume.volume].filter(Boolean)
    const sentence = volume.node
      ? say('inspect.volumeOn', { node: volume.node, records: volume.records })
      : say('inspect.volumeHolds', { files: volume.files, records: volume.records })
    const state = isTrouble ? 'crash' : volume.phase === 'Pending' ? 'pending' : 'ready'
    const status = volume.claim ? 'PersistentVolumeClaim' : 'PersistentVolume'
    return { ...plain, name: volume.claim || volume.volume, status, facts, sentence, state, hue: volume.hue, isTrouble }
  }
  const ingress = furniture.ingresses.find((one) => one.uid === uid)
  if (ingress) {
    const facts = [ingress.className, ingress.address].filter(Boolean)
    const sentence = ingress.rules.map(({ host, path, name }) => `${host || '*'}${path} → ${name}`).join(', ')
    return { ...plain, name: ingress.name, status: 'Ingress', facts, sentence, hue: ingress.hue, isTrouble: ingress.lost > 0 }
  }
  const scaler = furniture.autoscalers.find((one) => one.uid === uid)
  if (scaler) {
    const { kind, name, targetName, current, desired, min, max, hue } = scaler
    const sentence =
      kind === 'VerticalPodAutoscaler'
        ? say('inspect.scalesRequests', { target: targetName })
        : say('inspect.scalerNow', { current, desired, min, max })
    return { ...plain, name, status: kind, facts: [targetName], sentence, hue }
  }
  const policy = furniture.policies.find((one) => one.uid === uid)
  if (policy) {
    const facts = [policy.ingress ? 'Ingress' : '', policy.egress ? 'Egress' : ''].filter(Boolean)
    const sentence = say('inspect.isolates', { count: policy.pods.length })
    return { ...plain, name: policy.name, status: 'NetworkPolicy', facts, sentence }
  }
  return null
}
