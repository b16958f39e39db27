import { keyOf, type Condition } from '../../../api/meta'
import { timestamp } from '../../../api/time'
import { defineController, watches, type ControllerContext } from '../../../control/controller'
import type { APIService } from './api'

type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>

const unavailable = (reason: string, message: string): Verdict => ({ status: 'False', reason, message })

/** Says of every group whether who answers for it can be reached. Upstream: AvailableConditionController of the aggregator. */
export default defineController({
  name: 'apiservice-available-controller',
  title: 'APIService',
  rank: 98,
  for: 'APIService',
  wakes: ({ object, old }) => !old || object.spec !== old.spec,
  watches: [
    watches('Service', ({ object: { metadata } }, { client }) => servedBy(client, metadata.namespace, metadata.name)),
    watches('EndpointSlice', ({ object: { metadata } }, { client }) =>
      servedBy(client, metadata.namespace, metadata.labels?.['kubernetes.io/service-name']),
    ),
  ],
  reconcile({ client, now }, apiService) {
    const { status, reason, message } = verdict(client, apiService)
    const conditions = apiService.status?.conditions ?? []
    const before = conditions.find(({ type }) => type === 'Available')
    if (before?.status === status && before.reason === reason && before.message === message) return
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp(now)
    const condition = {
      type: 'Available',
      status,
      ...(lastTransitionTime && { lastTransitionTime }),
      reason,
      message,
    } as Condition
    client.updateStatus<APIService>({
      ...apiService,
      status: {
        ...apiService.status,
        conditions: before ? conditions.map((each) => (each === before ? condition : each)) : [...conditions, condition],
      },
    })
  },
})

/** Keys of those that a service answers for. */
const servedBy = (client: ControllerContext['client'], namespace: string | undefined, name: string | undefined) =>
  client
    .list('APIService')
    .filter(({ spec: { service } }) => service && service.namespace === namespace && service.name === name)
    .map(keyOf)

function verdict(client: ControllerContext['client'], { spec }: APIService): Verdict {
  if (!spec.service) return { status: 'True', reason: 'Local', message: 'Local APIServices are always available' }
  const { namespace = '', name = '', port: number = 443 } = spec.service
  const called = `service/${name} in ${JSON.stringify(namespace)}`
  const service = client.get('Service', name, namespace)
  if (!service) return unavailable('ServiceNotFound', `${called} is not present`)
  if (service.spec.type === 'ClusterIP') {
    const port = service.spec.ports?.find((each) => each.port === number)
    if (!port) return unavailable('ServicePortError', `${called} is not listening on port ${number}`)
    const slices = client.owned('EndpointSlice', service)
    if (slices.length === 0) return unavailable('EndpointsNotFound', `cannot find endpointslices for ${called}`)
    const wanted = port.name ?? ''
    const served = slices.some(
      ({ endpoints, ports }) =>
        ports?.some((each) => (each.name ?? '') === wanted) && endpoints?.some(({ conditions }) => conditions?.ready !== false),
    )
    if (!served)
      return unavailable(
        'MissingEndpoints',
        `endpointslices for ${called} have no addresses with port name ${JSON.stringify(wanted)}`,
      )
  }
  return { status: 'True', reason: 'Passed', message: 'all checks passed' }
}
