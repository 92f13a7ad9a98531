import { z } from 'zod'
import { section } from '../../rules.ts'
import { url } from '../../values/address.ts'
import { string, stringMatching } from '../../values/basic-values.ts'
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
  ...teamKeys,
})
