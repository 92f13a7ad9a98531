import { z } from 'zod'
import { number, oneOf, section } from '../rules.ts'
import { url } from '../values/address.ts'
import { stringMatching, string } from '../values/basic-values.ts'

const baseUrl = url(['https', 'http'], 'http://127.0.0.1:9000')
  .optional()
  .describe('Another address of the service behind it.')

const mailbox = (example: string) =>
  stringMatching(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'an e-mail address', example)
const telephone = () =>
  stringMatching(
    /^\+[1-9]\d{5,14}$/,
    'a telephone number with its country, in quotes',
    '+33612345678',
    (text) => text.replaceAll(/[\s().-]/g, '').replace(/^00/, '+'),
  )

const email = section({
  kind: z.literal('email'),
  smtp: url(['smtps', 'smtp'], 'smtp://user:password@mail.example.com:587').describe(
    'Mail server; take it from the environment.',
  ),
  from: mailbox('Example <status@example.com>').describe('Sender.'),
  to: z
    .array(mailbox('team@example.com'))
    .min(1)
    .optional()
    .describe('The team; subscribers have their own list.'),
  dkim: section({
    domain: stringMatching(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'a domain', 'example.com').describe(
      'Domain whose DNS has the public key.',
    ),
    selector: stringMatching(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i, 'a selector', 'vigie').describe(
      'Name of the key: SELECTOR._domainkey.DOMAIN.',
    ),
    key: string('${DKIM_KEY}').describe(
      'Private key: a PEM file beside status.yaml, or its text from the environment.',
    ),
  })
    .optional()
    .describe('Signs the mail (DKIM), where the mail server does not do it.'),
  reply_to: mailbox('support@example.com').optional().describe('Where answers go.'),
  base_url: baseUrl,
})
const slack = section({
  kind: z.literal('slack'),
  webhook: url(['https', 'http'], '${SLACK_WEBHOOK}').describe(
    'Incoming webhook; take it from the environment.',
  ),
  base_url: baseUrl,
})
const sms = section({
  kind: z.literal('sms'),
  provider: oneOf(['twilio']),
  account: string('${TWILIO_SID}'),
  token: string('${TWILIO_TOKEN}'),
  from: string('+15005550006').describe('Sender: a number or a name.'),
  to: z.array(telephone()).min(1),
  base_url: baseUrl,
})
const webhook = section({
  kind: z.literal('webhook'),
  url: url(['https', 'http'], 'https://example.com/hook').describe('Called with every message.'),
  secret: string('${HOOK_SECRET}').optional().describe('Signs messages as Standard Webhooks do.'),
  base_url: baseUrl,
})

/** One entry of `channels:`; its `kind` decides which keys it has. */
export const channel = z.discriminatedUnion('kind', [email, slack, sms, webhook], {
  error: (issue) => (issue.code === 'invalid_union' ? 'email slack sms webhook' : undefined),
})
/** `subscriptions:` — how readers subscribe. */
export const subscriptions = section({
  email: section({
    channel: string('email').describe('Channel that sends the mail.'),
    per_second: number({ min: 1, max: 1_000, example: '50' })
      .optional()
      .describe('Mails begun within a second, at most. Default: 50.'),
  }).optional(),
  url: url(['https', 'http'], 'https://collector.example/')
    .optional()
    .describe('Where the forms post when the page is hosted elsewhere. Default: the page’s own address.'),
}).describe('How readers subscribe.')
