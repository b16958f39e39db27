import { ageColumn, nameColumn, numberColumn } from '../../../api/columns'
import { defineKind } from '../../../api/kind'
import { defaultWebhooks, validateWebhooks, webhooksSchema, type Webhooks } from '../../extension/webhooks'

/** Webhooks that are to judge what is written. Kept as an object; nothing here calls out of the cluster. */
export interface ValidatingWebhookConfiguration extends Webhooks {
  readonly kind: 'ValidatingWebhookConfiguration'
}

declare module '../../../api/meta' {
  interface KindMap {
    ValidatingWebhookConfiguration: ValidatingWebhookConfiguration
  }
}

export default defineKind<ValidatingWebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  singular: 'validatingwebhookconfiguration',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  schema: webhooksSchema('ValidatingWebhookConfiguration', 'ValidatingWebhook'),
  defaults: (draft) => defaultWebhooks<ValidatingWebhookConfiguration>(draft),
  validate: validateWebhooks,
  columns: [nameColumn, numberColumn('Webhooks', ({ webhooks = [] }) => webhooks.length), ageColumn],
})
