import { z } from 'zod'
import type { Channel } from '../../core/config/channel.ts'
import { number, section } from '../rules.ts'
import { url } from '../values/address.ts'
import { string } from '../values/basic-values.ts'
import {
  discord,
  gotify,
  matrix,
  mattermost,
  ntfy,
  opsgenie,
  pagerduty,
  pushover,
  slack,
  teams,
  telegram,
} from './channels/chats.ts'
import { email } from './channels/email.ts'
import { bluesky, mastodon } from './channels/public-channels.ts'
import { sms } from './channels/sms.ts'
import { webhook } from './channels/webhook.ts'

/** Every kind of channel, in the order of the documentation. */
const kinds = [
  email,
  slack,
  sms,
  webhook,
  discord,
  teams,
  mattermost,
  telegram,
  ntfy,
  pushover,
  pagerduty,
  opsgenie,
  matrix,
  gotify,
  mastodon,
  bluesky,
] as const

const kindNames: readonly Channel['kind'][] = kinds.map(({ shape }) => shape.kind.value)

/** One entry of `channels:`; its `kind` decides which keys it has. */
export const channel = z.discriminatedUnion('kind', kinds, {
  error: (issue) => (issue.code === 'invalid_union' ? kindNames.join(' ') : undefined),
})

/** `subscriptions:` — how readers subscribe. */
export const subscriptions = section({
  email: section({
    channel: string('email').describe('Channel that sends the mail.'),
    per_second: number({ min: 1, max: 1_000, example: '50' })
      .optional()
      .describe('Mails begun within a second, at most. Default: 50.'),
  }).optional(),
  webhook: z
    .boolean()
    .optional()
    .describe('Programs of readers are told, as Statuspage tells them; confirmed by e-mail. Default: false.'),
  push: z.boolean().optional().describe('Readers’ browsers show messages (Web Push). Default: false.'),
  url: url(['https', 'http'], 'https://collector.example/')
    .optional()
    .describe('Where the forms post when the page is hosted elsewhere. Default: the page’s own address.'),
}).describe('How readers subscribe.')
