import { z } from 'zod'
import type { Config } from '../core/config/config.ts'
import { type NewsKind, type Subscriber, newsKinds } from '../core/subscription/subscriber.ts'
import {
  type PushMessage,
  type VapidKeys,
  contactOf,
  isPushKey,
  isPushSecret,
  pushRequest,
  pushResultOf,
} from '../deliveries/push-request.ts'
import { type VisitorRequestDeps, sendToVisitor } from '../deliveries/visitor-request.ts'
import { parsePublicUrl } from '../net/public-addresses.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'

/** What became of a browser's wish; `unreachable`: its push service did not take our first message. */
export type PushAnswer = 'subscribed' | 'malformed' | 'conflict' | 'unreachable'

/** What browsers do with their subscriptions. Every function rejects with StoreError. */
export type PushService = {
  /** Our public key, base64url, by which a browser subscribes to us alone. */
  publicKey(): Promise<string>
  /**
   * Subscribe a browser, or change what it chose: a `PushSubscription` as JSON, with what is chosen beside it. A first push
   * confirms it; nothing is stored of one whose push service does not take it.
   */
  subscribe(wish: unknown, signal: AbortSignal): Promise<PushAnswer>
  /** End a subscription that has these keys. What is unknown is left without a word. */
  unsubscribe(subscription: unknown): Promise<'done' | 'malformed'>
}

/** What the service works with. */
export type PushServiceDeps = VisitorRequestDeps & {
  readonly store: Pick<SubscriberStore, 'subscriberByAddress' | 'putSubscribers' | 'eraseSubscribers'>
  readonly config: Pick<Config, 'page' | 'components'>
  readonly pageUrl: string
  readonly vapid: () => Promise<VapidKeys>
  /** A new id of 12 characters. */
  readonly id: () => string
  /** What the first message says, in a language of the page. */
  readonly welcome: (locale: string) => Pick<PushMessage, 'title' | 'body'>
}

const usualKinds: readonly NewsKind[] = ['incidents', 'maintenance', 'announcements']

const subscriptionSchema = z.object({
  endpoint: z.string().transform(parsePublicUrl).pipe(z.string()),
  expirationTime: z.number().nullish(),
  keys: z.object({
    p256dh: z.string().max(100).refine(isPushKey),
    auth: z.string().max(40).refine(isPushSecret),
  }),
})

/** The schema of a wish to a page with these components and languages. */
function wishSchema({ page, components }: PushServiceDeps['config']) {
  const ids = new Set(components.map(({ id }) => id))
  return subscriptionSchema.extend({
    components: z
      .array(z.string().refine((id) => ids.has(id)))
      .max(2_000)
      .nullish(),
    kinds: z
      .array(z.enum(newsKinds as [NewsKind, ...NewsKind[]]))
      .min(1)
      .max(10)
      .optional(),
    locale: z
      .string()
      .max(40)
      .refine((locale) => locale === page.locale || page.locales.includes(locale))
      .optional(),
  })
}

/** @returns what subscribes browsers */
export function createPushService(deps: PushServiceDeps): PushService {
  const { store, config, clock, vapid, id: newId } = deps
  const schema = wishSchema(config)

  async function confirm(subscriber: Subscriber, signal: AbortSignal): Promise<boolean> {
    const { locale } = subscriber
    const prefix = locale === config.page.locale ? '' : `/${locale}`
    const url = `${deps.pageUrl}${prefix}/`
    const message = { ...deps.welcome(locale), url, tag: 'welcome', lang: locale }
    const pushed = { message, topic: null, urgency: 'normal' } as const
    const request = pushRequest(subscriber, pushed, await vapid(), contactOf(deps.pageUrl))
    const { outcome } = await sendToVisitor(request, signal, deps, pushResultOf)
    return outcome === 'sent'
  }

  return {
    publicKey: async () => (await vapid()).publicKey,
    async subscribe(body, signal) {
      const wish = schema.safeParse(body)
      if (!wish.success) return 'malformed'
      const { endpoint, keys, components, kinds = usualKinds, locale = config.page.locale } = wish.data
      const before = await store.subscriberByAddress('push', endpoint)
      // Who knows the address alone must not take over what another browser is sent.
      if (before && !hasKeys(before, keys)) return 'conflict'
      const now = clock.now()
      const subscriber: Subscriber = {
        id: before?.id ?? newId(),
        kind: 'push',
        address: endpoint,
        owner: null,
        components: components == null || components.length === 0 ? null : [...new Set(components)],
        kinds: newsKinds.filter((kind) => kinds.includes(kind)),
        locale,
        state: 'active',
        createdAt: before?.createdAt ?? now,
        confirmedAt: before?.confirmedAt ?? now,
        bounces: 0,
        keys,
      }
      if (before?.state !== 'active' && !(await confirm(subscriber, signal))) return 'unreachable'
      await store.putSubscribers([subscriber])
      return 'subscribed'
    },
    async unsubscribe(body) {
      const parsed = subscriptionSchema.safeParse(body)
      if (!parsed.success) return 'malformed'
      const { endpoint, keys } = parsed.data
      const subscriber = await store.subscriberByAddress('push', endpoint)
      if (subscriber && hasKeys(subscriber, keys)) await store.eraseSubscribers([subscriber.id])
      return 'done'
    },
  }
}

const hasKeys = ({ keys }: Subscriber, { p256dh, auth }: NonNullable<Subscriber['keys']>): boolean =>
  keys?.p256dh === p256dh && keys.auth === auth
