import { z } from 'zod'
import { section } from '../../rules.ts'
import { url } from '../../values/address.ts'
import { stringMatching } from '../../values/basic-values.ts'
import { teamKeys } from './common.ts'

const mailbox = (example: string) =>
  stringMatching(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'an e-mail address', example)

/** `kind: email`. */
export const email = section({
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
  ...teamKeys,
})
