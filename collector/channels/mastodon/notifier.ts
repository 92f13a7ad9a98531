import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody, memberOf } from '../http-result.ts'
import { serviceAddress, unitsOf } from '../plain-text.ts'
import { publicText } from '../public-text.ts'

/** https://docs.joinmastodon.org/user/posting/#text: 500 characters, of which any link takes 23. */
const maxStatus = 500
const linkLength = 23

/** Mastodon: a public post for those who follow the account. A test is seen by the account alone. */
export function createMastodonNotifier(
  { server, token, baseUrl }: ChannelOf<'mastodon'>,
  deps: ChannelDeps,
): Notifier {
  const url = serviceAddress(baseUrl ?? server, '/api/v1/statuses')
  return httpNotifier(
    deps,
    (message) => ({
      url,
      ...jsonBody(
        {
          status: publicText(message, maxStatus, unitsOf, () => linkLength),
          visibility: message.isTest ? 'direct' : 'public',
          language: new Intl.Locale(message.locale).language,
        },
        { authorization: `Bearer ${token}`, 'idempotency-key': message.id },
      ),
    }),
    (json) => typeof memberOf(json, 'id') === 'string',
  )
}
