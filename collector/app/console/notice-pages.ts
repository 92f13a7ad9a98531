import type { Config } from '../../core/config/config.ts'
import { type AudienceFacts, countAudience } from '../../deliveries/count-audience.ts'
import type { Audience } from '../../deliveries/expand-notifications.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import type { NoticeServiceDeps } from '../../notices/service/service-deps.ts'
import type { NoticePagesDeps } from '../../server/routes/admin/notices/notice-deps.ts'

/**
 * What the console's pages about notices are answered from, by a configuration.
 *
 * @param audienceOf who is owed news of facts
 */
export function createNoticePages(
  deps: NoticeServiceDeps & { readonly config: Pick<Config, 'templates'> },
  audienceOf: (facts: AudienceFacts) => Audience,
): NoticePagesDeps {
  const { store, config, now, id } = deps
  return {
    notices: createNoticeService(deps),
    // The same service on a store that takes what it is given and keeps nothing.
    drafts: createNoticeService({ config, now, id, store: { ...store, commit: () => Promise.resolve() } }),
    countAudience: (change) => countAudience(change, store, audienceOf, now()),
    async windowsWithin(span) {
      const windows = await store.maintenances(span)
      return windows.filter(({ withdrawn }) => !withdrawn).toReversed()
    },
    now,
    config,
    id,
  }
}
