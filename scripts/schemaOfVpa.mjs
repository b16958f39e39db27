/** Fields of the VerticalPodAutoscaler, which is no part of Kubernetes itself and hence of no type package. */

const text = { type: 'string' }
const quantity = { $ref: '#/definitions/apimachinery.api.resource.Quantity' }
const described = (description, schema) => ({ description, ...schema })
const oneOf = (...values) => ({ type: 'string', enum: values })
const list = (items) => ({ type: 'array', items })
const fields = (properties, ...required) => ({
  type: 'object',
  properties,
  ...(required.length ? { required } : {}),
  additionalProperties: false,
})
const amounts = { type: 'object', additionalProperties: quantity }
const target = fields({ apiVersion: text, kind: text, name: text }, 'kind', 'name')
const condition = fields({ type: text, status: text, reason: text, message: text, lastTransitionTime: text }, 'type', 'status')

const containerPolicy = fields({
  containerName: described('The container this is about; `*` for all that are not named.', text),
  mode: described('Off leaves the container as it is.', oneOf('Auto', 'Off')),
  minAllowed: described('No recommendation goes below this.', amounts),
  maxAllowed: described('No recommendation goes above this.', amounts),
  controlledResources: described('What is set: cpu, memory, or both (the default).', list(oneOf('cpu', 'memory'))),
  controlledValues: described('Whether limits move along with requests.', oneOf('RequestsAndLimits', 'RequestsOnly')),
})

const updatePolicy = fields({
  updateMode: described(
    'What is done with a recommendation: nothing (Off); new Pods start with it (Initial); running Pods are evicted for it (Recreate), or resized as they run and evicted only where that cannot be (InPlaceOrRecreate).',
    oneOf('Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'Auto'),
  ),
  minReplicas: described('With fewer Pods than this nothing is evicted.', { type: 'integer' }),
  evictionRequirements: list(
    fields({
      resources: list(text),
      changeRequirement: oneOf('TargetHigherThanRequests', 'TargetLowerThanRequests'),
    }),
  ),
})

const spec = fields(
  {
    targetRef: described('The workload whose Pods are watched and sized.', target),
    updatePolicy: described('How recommendations reach the Pods.', updatePolicy),
    resourcePolicy: described('Bounds for single containers.', fields({ containerPolicies: list(containerPolicy) })),
    recommenders: described('Who recommends, when it is not the default.', list(fields({ name: text }, 'name'))),
  },
  'targetRef',
)

const containerRecommendation = fields({
  containerName: text,
  target: amounts,
  lowerBound: amounts,
  upperBound: amounts,
  uncappedTarget: amounts,
})

const apiVersion = 'autoscaling.k8s.io/v1'
const whole = (kind, metadata, body) => ({
  type: 'object',
  properties: {
    apiVersion: { const: apiVersion },
    kind: { const: kind },
    metadata,
    ...body,
  },
  required: ['apiVersion', 'kind'],
  additionalProperties: false,
})

/** The two kinds of the group, given the schema of metadata. */
export const vpaKinds = (metadata) => [
  {
    kind: 'VerticalPodAutoscaler',
    apiVersion,
    definition: described('Finds out what the containers of a workload need, and sees to it that they request it.', {
      ...whole('VerticalPodAutoscaler', metadata, {
        spec,
        status: fields({
          recommendation: fields({ containerRecommendations: list(containerRecommendation) }),
          conditions: list(condition),
        }),
      }),
    }),
  },
  {
    kind: 'VerticalPodAutoscalerCheckpoint',
    apiVersion,
    definition: described('What the recommender remembers of a container.', {
      ...whole('VerticalPodAutoscalerCheckpoint', metadata, {
        spec: fields({ vpaObjectName: text, containerName: text }),
        status: { type: 'object' },
      }),
    }),
  },
]
