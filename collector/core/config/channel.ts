import type { EscalationPlan } from '../escalation/escalation.ts'
import type { NewsKind } from '../subscription/subscriber.ts'

/** What the team can be notified of. */
export type TeamNewsKind = NewsKind | 'alerts' | 'deployments'

/** What a channel has besides what its kind needs. */
type ChannelBase = {
  /** Its key in `channels:`, by which priorities and alerts name it. */
  readonly name: string
  /** Another address of the service behind it; null for the service's own. */
  readonly baseUrl: string | null
  /** What it is notified of. */
  readonly news: readonly TeamNewsKind[]
}

/** What mail is signed with (RFC 6376). */
type DkimKey = {
  readonly domain: string
  readonly selector: string
  /** The private key, PEM. */
  readonly key: string
}

/** Mail, through an SMTP server. */
type EmailChannel = ChannelBase & {
  readonly kind: 'email'
  readonly smtp: string
  readonly from: string
  /** The team's addresses. */
  readonly to: readonly string[]
  readonly replyTo: string | null
  /** Null for mail that is not signed here. */
  readonly dkim: DkimKey | null
}

/** SMS through a provider. */
type SmsChannel = ChannelBase & {
  readonly kind: 'sms'
  readonly provider: 'twilio'
  readonly account: string
  readonly token: string
  readonly from: string
  readonly to: readonly string[]
}

/** A value that JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** Any program that takes HTTP. */
type WebhookChannel = ChannelBase & {
  readonly kind: 'webhook'
  readonly url: string
  readonly secret: string | null
  /** What is sent instead of the usual JSON: a text, or JSON; placeholders in it are filled in. Null for the usual JSON. */
  readonly template: JsonValue
}

/** A chat that takes messages at a secret address. */
type ChatWebhook<Kind extends string> = ChannelBase & { readonly kind: Kind; readonly webhook: string }

/** Where people are notified: the team, and the public by what readers follow elsewhere. */
export type Channel =
  | EmailChannel
  | SmsChannel
  | WebhookChannel
  | ChatWebhook<'slack'>
  | ChatWebhook<'discord'>
  | ChatWebhook<'teams'>
  | ChatWebhook<'mattermost'>
  | (ChannelBase & { readonly kind: 'telegram'; readonly token: string; readonly chat: string })
  | (ChannelBase & { readonly kind: 'ntfy'; readonly topic: string; readonly token: string | null })
  | (ChannelBase & { readonly kind: 'pushover'; readonly token: string; readonly user: string })
  | (ChannelBase & { readonly kind: 'pagerduty'; readonly routingKey: string })
  | (ChannelBase & { readonly kind: 'opsgenie'; readonly key: string })
  | (ChannelBase & { readonly kind: 'gotify'; readonly url: string; readonly token: string })
  | (ChannelBase & {
      readonly kind: 'matrix'
      readonly homeserver: string
      readonly room: string
      readonly token: string
    })
  | (ChannelBase & { readonly kind: 'mastodon'; readonly server: string; readonly token: string })
  | (ChannelBase & { readonly kind: 'bluesky'; readonly handle: string; readonly password: string })

/** The channel of one kind. */
export type ChannelOf<Kind extends Channel['kind']> = Extract<Channel, { readonly kind: Kind }>

const everything: readonly TeamNewsKind[] = [
  'incidents',
  'maintenance',
  'announcements',
  'reports',
  'alerts',
  'deployments',
]
/** What strangers may read. */
const publicNews: readonly TeamNewsKind[] = ['incidents', 'maintenance', 'announcements']
const chat = everything.filter((kind) => kind !== 'reports')
const urgent: readonly TeamNewsKind[] = ['incidents', 'alerts']
const push: readonly TeamNewsKind[] = ['incidents', 'maintenance', 'alerts']

/** What a channel is notified of unless its `news` says otherwise, by its kind. */
export const defaultNews: { readonly [Kind in Channel['kind']]: readonly TeamNewsKind[] } = {
  email: everything,
  webhook: everything,
  slack: chat,
  discord: chat,
  teams: chat,
  mattermost: chat,
  telegram: chat,
  matrix: chat,
  ntfy: push,
  pushover: push,
  gotify: push,
  // A window planned for weeks is no reason to wake anybody.
  sms: urgent,
  pagerduty: urgent,
  opsgenie: urgent,
  mastodon: publicNews,
  bluesky: publicNews,
}

/** Do strangers read what is sent by a kind of channel? They get the words of the page, and nothing of the team's. */
export const isPublicKind = (kind: Channel['kind']): boolean => kind === 'mastodon' || kind === 'bluesky'

/** Does the service behind a kind of channel keep what it is notified of as open, taken care of or closed? */
export const keepsState = (kind: Channel['kind']): boolean => kind === 'pagerduty' || kind === 'opsgenie'

/** How readers subscribe. */
export type Subscriptions = {
  /** Name of the channel that sends the mail; null where e-mail is not offered. */
  readonly emailChannel: string | null
  /** Mails to subscribers begun within a second, at most. */
  readonly emailsPerSecond: number
  /** Programs of readers are notified by a webhook, which its owner confirms by e-mail. */
  readonly webhook: boolean
  /** Browsers of readers are notified by Web Push. */
  readonly push: boolean
  /** Where the forms post when the page is hosted elsewhere; null for the page's own address. */
  readonly url: string | null
}

/** Who is notified of an incident of a priority, and when more are. Durations in ms. */
export type Escalation = {
  /** Names of channels; null for all. */
  readonly notify: readonly string[] | null
  /** Who is told next while nobody answers. */
  readonly steps: EscalationPlan
  /** Readers were promised an update this often; null where they were not. */
  readonly updateEvery: number | null
}
