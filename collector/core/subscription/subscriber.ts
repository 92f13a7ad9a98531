import type { Locale } from '../text/localized-text.ts'

/** How a subscriber is told. */
export type SubscriberKind = 'email' | 'webhook' | 'push'

/** What a subscriber may ask to be notified of. */
export type NewsKind = 'incidents' | 'maintenance' | 'announcements' | 'reports'

/** Every kind of news, in the order of the form. */
export const newsKinds: readonly NewsKind[] = ['incidents', 'maintenance', 'announcements', 'reports']

/** `unconfirmed` is told nothing but how to confirm; `paused`: the address refused for good, again and again. */
export type SubscriberState = 'unconfirmed' | 'active' | 'paused'

/** A reader who is notified of news. Instants in ms. */
export type Subscriber = {
  /** 12 characters `[a-z0-9]`, random: it says nothing of the address. */
  readonly id: string
  readonly kind: SubscriberKind
  /** An e-mail address, the address of a webhook, or the endpoint of a push service; unique among its kind. */
  readonly address: string
  /** Of a webhook: the e-mail address of who is responsible for it, who confirms it. */
  readonly owner: string | null
  /** Ids of components; null for all, those to come included. */
  readonly components: readonly string[] | null
  readonly kinds: readonly NewsKind[]
  readonly locale: Locale
  readonly state: SubscriberState
  readonly createdAt: number
  readonly confirmedAt: number | null
  /** Messages in a row that were refused for good. */
  readonly bounces: number
  /** Of a push subscription: what messages are encrypted with (RFC 8291), base64url. */
  readonly keys: { readonly p256dh: string; readonly auth: string } | null
}

/** So many messages refused for good, one after the other, pause a subscriber. */
export const maxBounces = 3

/** Is a subscriber to be notified of news of a kind that concerns components? News that names none concerns all. */
export const wants = (
  { state, kinds, components }: Subscriber,
  kind: NewsKind,
  concerned: readonly string[],
): boolean =>
  state === 'active' &&
  kinds.includes(kind) &&
  (components === null || concerned.length === 0 || concerned.some((id) => components.includes(id)))
