import { same } from '../../../api/freeze'
import { virtualMs } from '../../../api/time'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import { INGRESS_IP } from '../../../net/outsideWorld'
import { CLASS_ANNOTATION, INGRESS_CONTROLLER, type Ingress } from './api'

/** Ms after which the controller publishes the address at which it is reached; upstream's ingress-nginx does so once in a while. */
const PUBLISH_MS = 10_000

/** Takes care of the Ingresses of its class, as ingress-nginx does: says that it saw them, and gives them its own address. */
export default defineController({
  name: 'nginx-ingress-controller',
  title: 'Ingress',
  rank: 5.5,
  for: 'Ingress',
  wakes: ({ object, old }) => !old || object.spec !== old.spec || object.metadata.annotations !== old.metadata.annotations,
  watches: [
    watches('IngressClass', ({ object }, { client }) =>
      client
        .list('Ingress')
        .filter(({ spec }) => spec.ingressClassName === object.metadata.name)
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    ),
  ],
  reconcile(context, ingress) {
    const { client, now } = context
    const mine = isMine(context, ingress)
    const published = ingress.status?.loadBalancer?.ingress ?? []
    if (!mine) {
      // What belongs to another controller is left to it; only our own address is taken back.
      if (same(published, address)) publish(client, ingress, [])
      return
    }
    if (ingress.metadata.deletionTimestamp) return
    context.record(ingress, 'Sync', 'Scheduled for sync')
    const wait = virtualMs(ingress.metadata.creationTimestamp) + PUBLISH_MS - now
    if (same(published, address)) return
    if (wait > 0) return wait
    publish(client, ingress, address)
  },
})

const address = [{ ip: INGRESS_IP }]

const publish = (client: ControllerContext['client'], ingress: Ingress, list: readonly { ip: string }[]) =>
  void client.updateStatus<Ingress>({ ...ingress, status: { loadBalancer: list.length ? { ingress: list } : {} } })

function isMine({ client }: ControllerContext, { spec, metadata }: Ingress): boolean {
  const name = spec.ingressClassName ?? metadata.annotations?.[CLASS_ANNOTATION]
  return name !== undefined && client.get('IngressClass', name)?.spec.controller === INGRESS_CONTROLLER
}
