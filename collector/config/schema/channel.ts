import { z } from 'zod'
import { oneOf, section } from '../rules.ts'
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
  email: section({ channel: string('email').describe('Channel that sends the mail.') }).optional(),
  webhook: z
    .boolean()
    .optional()
    .describe('Programs of readers are told, as Statuspage tells them; confirmed by e-mail. Default: false.'),
  push: z.boolean().optional().describe('Readers’ browsers show messages (Web Push). Default: false.'),
  url: url(['https', 'http'], 'https://collector.example/')
    .optional()
    .describe('Where the forms post when the page is hosted elsewhere. Default: the page’s own address.'),
}).describe('How readers subscribe.')
