import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, SendResult, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, exchangeByHttp, jsonBody, memberOf } from '../http-result.ts'
import { serviceAddress } from '../plain-text.ts'
import { postOf, recordKey } from './post.ts'

/** What a password is exchanged for. */
type Session = { readonly did: string; readonly accessJwt: string }

/** Bluesky, by the AT protocol: a public post for those who follow the account. A test is posted, and deleted at once. */
export function createBlueskyNotifier(
  { handle, password, baseUrl }: ChannelOf<'bluesky'>,
  deps: ChannelDeps,
): Notifier {
  let session: Session | null = null
  const call = (method: string, body: object, signal: AbortSignal, token?: string) =>
    exchangeByHttp(
      {
        url: serviceAddress(baseUrl ?? 'https://bsky.social', `/xrpc/${method}`),
        ...jsonBody(body, token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      signal,
      token === undefined ? deps : { ...deps, secrets: [token, ...deps.secrets] },
      (json) => typeof json === 'object' && json !== null,
    )

  /** A session, opened where there is none: few may be opened in a day. Otherwise why there is none. */
  async function openSession(
    signal: AbortSignal,
  ): Promise<Session | Exclude<SendResult, { outcome: 'sent' }>> {
    if (session) return session
    const method = 'com.atproto.server.createSession'
    const { result, json } = await call(method, { identifier: handle, password }, signal)
    if (result.outcome !== 'sent') return result
    const did = memberOf(json, 'did')
    const accessJwt = memberOf(json, 'accessJwt')
    if (typeof did !== 'string' || typeof accessJwt !== 'string')
      return { outcome: 'refused', permanent: false, error: 'answered without a session', retryAfter: null }
    return (session = { did, accessJwt })
  }

  async function post(message: TeamMessage, signal: AbortSignal) {
    const opened = await openSession(signal)
    if ('outcome' in opened) return { result: opened, isExpired: false }
    const { did: repo, accessJwt } = opened
    const place = { repo, collection: 'app.bsky.feed.post', rkey: recordKey(message.id) }
    const record = postOf(message, deps.now())
    const written = await call('com.atproto.repo.putRecord', { ...place, record }, signal, accessJwt)
    if (written.result.outcome === 'sent' && message.isTest) {
      const { result } = await call('com.atproto.repo.deleteRecord', place, signal, accessJwt)
      return { result, isExpired: false }
    }
    const error = memberOf(written.json, 'error')
    return { result: written.result, isExpired: error === 'ExpiredToken' || error === 'InvalidToken' }
  }

  return {
    async send(message, signal) {
      const hadSession = session !== null
      const first = await post(message, signal)
      if (!first.isExpired) return first.result
      session = null
      return hadSession ? (await post(message, signal)).result : first.result
    },
  }
}
