import { z } from 'zod'
import { section } from '../../rules.ts'
import { url } from '../../values/address.ts'
import { string, stringMatching } from '../../values/basic-values.ts'
import { publicKeys, secretToken } from './common.ts'

/** `kind: mastodon`. */
export const mastodon = section({
  kind: z.literal('mastodon'),
  server: url(['https', 'http'], 'https://mastodon.social'),
  token: secretToken('${MASTODON_TOKEN}').describe('Access token with the scope write:statuses.'),
  ...publicKeys,
})

/** `kind: bluesky`. */
export const bluesky = section({
  kind: z.literal('bluesky'),
  handle: stringMatching(/^(?!@)\S+\.\S+$/, 'a handle', 'status.example.com', (text) =>
    text.replace(/^@/, ''),
  ),
  password: string('${BLUESKY_PASSWORD}').describe('An app password.'),
  ...publicKeys,
})
