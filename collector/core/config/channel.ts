/** What a channel has besides what its kind needs. */
type ChannelBase = {
  /** Its key in `channels:`, by which priorities and alerts name it. */
  readonly name: string
  /** Another address of the service behind it; null for the service's own. */
  readonly baseUrl: string | null
}

/** Mail, through an SMTP server. */
type EmailChannel = ChannelBase & {
  readonly kind: 'email'
  readonly smtp: string
  readonly from: string
  /** The team's addresses. */
  readonly to: readonly string[]
  readonly replyTo: string | null
}

/** Where the team is told. */
export type Channel =
  | EmailChannel
  | (ChannelBase & { readonly kind: 'slack'; readonly webhook: string })
  | (ChannelBase & {
      readonly kind: 'sms'
      readonly provider: 'twilio'
      readonly account: string
      readonly token: string
      readonly from: string
      readonly to: readonly string[]
    })
  | (ChannelBase & { readonly kind: 'webhook'; readonly url: string; readonly secret: string | null })

/** How readers subscribe. */
export type Subscriptions = {
  /** Name of the channel that sends the mail; null where e-mail is not offered. */
  readonly emailChannel: string | null
  /** Programs of readers are told by a webhook, which its owner confirms by e-mail. */
  readonly webhook: boolean
  /** Browsers of readers are told by Web Push. */
  readonly push: boolean
  /** Where the forms post when the page is hosted elsewhere; null for the page's own address. */
  readonly url: string | null
}

/** Who is told of an incident of a priority, and when more are. Durations in ms. */
export type Escalation = {
  /** Names of channels; null for all. */
  readonly notify: readonly string[] | null
  /** Unanswered for this long, more people are told; null for never. */
  readonly after: number | null
}
