import { expect, test } from 'vitest'
import { recordKey } from '../../collector/channels/bluesky/post.ts'
import { aMessage, channelContract, notifierOf } from './contract.ts'
import { type Service, type StandInRequest, aStandIn, answering, demand, jsonOf, known } from './stand-in.ts'

const base = { name: 'it', baseUrl: null, news: [] }
const key = 'XxXxYyYyZzZz0123456789'
const signal = new AbortController().signal
const withoutMarks = (text: string): string => text.replaceAll('\u200b', '')
const countGraphemes = (text: string): number => [...new Intl.Segmenter('en').segment(text)].length

/** Mastodon as it judges a status: any link counts 23 characters. */
const mastodon = ({ path, headers, text }: StandInRequest) => {
  demand(path === '/api/v1/statuses', { status: 404, body: { error: 'Record not found' } })
  demand(headers.authorization === `Bearer ${key}`, {
    status: 401,
    body: { error: 'The access token is invalid' },
  })
  demand(headers['idempotency-key'] !== undefined, { status: 400 })
  const body = known(jsonOf(text, { status: 400 }), ['status', 'visibility', 'language'], { status: 422 })
  const length = countGraphemes(body['status'].replaceAll(/https?:\/\/\S+/g, 'x'.repeat(23)))
  demand(length >= 1 && length <= 500, {
    status: 422,
    body: { error: 'Validation failed: Text character limit of 500 exceeded' },
  })
  demand(!/[@#]\w/.test(body['status']), { status: 422, body: { error: 'somebody was called' } })
  return { status: 200, body: { id: '103254962155278888' } }
}
const mastodonChannel = (url: string) => ({ ...base, kind: 'mastodon', server: url, token: key }) as const
channelContract('mastodon', {
  service: mastodon,
  channel: mastodonChannel,
  stranger: (url) => ({ ...mastodonChannel(url), token: 'another' }),
  busy: {
    answer: {
      status: 429,
      body: { error: 'Too many requests' },
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-22T15:05:00.000Z' },
    },
    wait: 300_000,
  },
  read: ({ text }) => withoutMarks(JSON.parse(text).status),
  secrets: [key],
  isPublic: true,
})

test('a test of Mastodon is seen by the account alone', async () => {
  const { url, asked } = await aStandIn(answering(mastodon))
  await notifierOf(mastodonChannel(url)).send(aMessage({ isTest: true }), signal)
  await notifierOf(mastodonChannel(url)).send(aMessage(), signal)
  expect(asked.map(({ text }) => JSON.parse(text).visibility)).toEqual(['direct', 'public'])
})

/** A server of the AT protocol, whose sessions may end. */
function aPds() {
  const state = { sessions: 0, valid: '', records: new Map<string, any>() }
  const refusal = (status: number, error: string, message: string) => ({ status, body: { error, message } })
  const service: Service = ({ path, headers, text }) => {
    const body = jsonOf(text, refusal(400, 'InvalidRequest', 'no JSON')) as Record<string, any>
    if (path === '/xrpc/com.atproto.server.createSession') {
      known(body, ['identifier', 'password'], refusal(400, 'InvalidRequest', 'unknown field'))
      demand(
        body['identifier'] === 'status.example.com' && body['password'] === key,
        refusal(401, 'AuthenticationRequired', 'Invalid identifier or password'),
      )
      state.valid = `eyJhbGciOiJIUzI1NiJ9.session${++state.sessions}`
      return {
        status: 200,
        body: { did: 'did:plc:abc', handle: 'status.example.com', accessJwt: state.valid, refreshJwt: 'x' },
      }
    }
    demand(
      headers.authorization === `Bearer ${state.valid}`,
      refusal(400, 'ExpiredToken', 'Token has expired'),
    )
    demand(
      body['repo'] === 'did:plc:abc' && /^[234567abcdefghij][234567a-z]{12}$/.test(body['rkey']),
      refusal(400, 'InvalidRequest', 'rkey'),
    )
    if (path === '/xrpc/com.atproto.repo.deleteRecord') {
      state.records.delete(body['rkey'])
      return { status: 200, body: {} }
    }
    demand(path === '/xrpc/com.atproto.repo.putRecord', {
      status: 501,
      body: { error: 'MethodNotImplemented' },
    })
    const record = known(
      body['record'],
      ['$type', 'text', 'createdAt', 'langs', 'facets'],
      refusal(400, 'InvalidRequest', 'Unknown field'),
    )
    demand(
      countGraphemes(record['text']) <= 300,
      refusal(400, 'InvalidRequest', 'text must not be longer than 300 graphemes'),
    )
    demand(
      Buffer.byteLength(record['text']) <= 3000,
      refusal(400, 'InvalidRequest', 'text must not be longer than 3000 bytes'),
    )
    for (const { index, features } of record['facets'] ?? []) {
      const shown = Buffer.from(record['text']).subarray(index.byteStart, index.byteEnd).toString()
      demand(features[0].uri.includes(shown.replace(/…$/, '')), refusal(400, 'InvalidRequest', 'facet'))
    }
    state.records.set(body['rkey'], record)
    return { status: 200, body: { uri: 'at://x', cid: 'y' } }
  }
  return { state, service }
}
const blueskyChannel = (url: string) =>
  ({ ...base, kind: 'bluesky', handle: 'status.example.com', password: key, baseUrl: url }) as const
channelContract('bluesky', {
  service: aPds().service,
  channel: blueskyChannel,
  stranger: (url) => ({ ...blueskyChannel(url), password: 'another' }),
  busy: {
    answer: {
      status: 429,
      body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
      headers: {
        'ratelimit-remaining': '0',
        'ratelimit-reset': String(Date.parse('2026-11-22T15:05:00Z') / 1000),
      },
    },
    wait: 300_000,
  },
  read: ({ text }) => withoutMarks(JSON.parse(text).record?.text ?? ''),
  secrets: [key],
  isPublic: true,
})

test('a repetition of a post writes the same record, a session serves many and is opened again when it ends', async () => {
  const { state, service } = aPds()
  const { url, asked } = await aStandIn(answering(service))
  const notifier = notifierOf(blueskyChannel(url))
  for (let n = 0; n < 2; n++) expect(await notifier.send(aMessage(), signal)).toEqual({ outcome: 'sent' })
  expect([state.sessions, state.records.size]).toEqual([1, 1])
  state.valid = 'ended'
  expect(await notifier.send(aMessage({ id: 'msg_other' }), signal)).toEqual({ outcome: 'sent' })
  expect([state.sessions, state.records.size]).toEqual([2, 2])
  expect(asked.length).toBe(6)
  await notifier.send(aMessage({ id: 'msg_test', isTest: true }), signal)
  expect(state.records.has(recordKey('msg_test'))).toBe(false)
})
