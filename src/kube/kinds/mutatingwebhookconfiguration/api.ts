import { ageColumn, nameColumn, numberColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { defaultWebhooks, validateWebhooks, webhooksSchema, type Webhooks } from '../../extension/webhooks'

/** Webhooks that are to change what is written. Kept as an object; nothing here calls out of the cluster. */
export interface MutatingWebhookConfiguration extends Webhooks {
  readonly kind: 'MutatingWebhookConfiguration'
}

declare module '../../../api/meta' {
  interface KindMap {
    MutatingWebhookConfiguration: MutatingWebhookConfiguration
  }
}

export default defineKind<MutatingWebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  singular: 'mutatingwebhookconfiguration',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  schema: webhooksSchema('MutatingWebhookConfiguration', 'MutatingWebhook', { reinvocationPolicy: 'string*' }),
  defaults: (draft) => defaultWebhooks<MutatingWebhookConfiguration>(draft, { reinvocationPolicy: 'Never' }),
  validate: validateWebhooks,
  columns: [nameColumn, numberColumn('Webhooks', ({ webhooks = [] }) => webhooks.length), ageColumn],
})
