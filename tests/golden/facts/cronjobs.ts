import type { CronJob } from '../../../src/kube/kinds/cronjob/api'
import { byName, type FactsOfKind, type Source } from '../fact'

export default {
  name: 'cronjobs',
  facts: ({ of }: Source) =>
    byName(of<CronJob>('CronJob'), (object) => {
      const { spec, status } = object as CronJob
      return {
        active: status?.active?.length ?? 0,
        scheduled: status?.lastScheduleTime !== undefined,
        suspend: spec.suspend ?? false,
      }
    }),
} satisfies FactsOfKind
