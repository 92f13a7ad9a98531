import type { SubscriberLinks } from '../../core/subscription/subscriber-links.ts'
import type { Clock } from '../../core/time/clock.ts'
import {
  type SubscriptionService,
  createSubscriptionService,
} from '../../subscriptions/subscription-service.ts'
import {
  type SubscriptionTokens,
  createSubscriberLinks,
  createSubscriptionTokens,
} from '../../subscriptions/tokens.ts'
import type { AppContext } from '../context.ts'
import { newId } from '../new-id.ts'

/** What subscriptions by visitors are made of. */
export type SubscriptionParts = {
  readonly service: SubscriptionService
  readonly tokens: SubscriptionTokens
  readonly links: SubscriberLinks
}

/** SubscriptionParts as configured; null where none are offered, or where a demonstration would. */
export function createSubscriptions(
  { config, store, demo }: Pick<AppContext, 'config' | 'store' | 'demo'>,
  clock: Pick<Clock, 'now'>,
): SubscriptionParts | null {
  const base = config.subscriptions.url ?? config.page.url
  if (config.subscriptions.emailChannel === null || base === null || demo) return null
  const tokens = createSubscriptionTokens(store)
  return {
    tokens,
    links: createSubscriberLinks(base, tokens),
    service: createSubscriptionService({ store, tokens, now: clock.now, id: newId }),
  }
}
