import { expect, test } from 'vitest'
import { UsageError } from '../../../collector/app/errors.ts'
import { listChannels, testChannel } from '../../../collector/cli/channels/actions.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aStandIn } from '../../channels/stand-in.ts'
import { fakeClock } from '../../fake-clock.ts'
import { configOf } from '../../config/builders.ts'

const key = 'XxXxYyYyZzZz0123456789'

async function aCommandContext(url: string) {
  const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: fr }
components: [{ id: api, name: API }]
channels:
  chat: { kind: slack, webhook: 'https://hooks.slack.com/services/T0/B0/${key}', base_url: '${url}' }
  hook: { kind: webhook, url: '${url}/in/${key}', news: [incidents] }
`)
  const store = await openSqliteStore(':memory:')
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    data: '',
    configFile: '',
    env: {},
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive: false,
  }
  return { context: { terminal, config, store }, store, out, err, all: () => [...out, ...err].join('\n') }
}

test('a test goes to the service, and says that it is one', async () => {
  const { url, asked } = await aStandIn(() => ({ status: 200, body: 'ok' }))
  const { context, err } = await aCommandContext(url)
  expect(await testChannel(context, 'chat')).toBe(0)
  expect(asked[0]!.text).toContain('[Essai] Acme')
  expect(asked[0]!.text).toContain('il ne s’est rien passé')
  expect(await testChannel(context, 'hook')).toBe(0)
  expect(JSON.parse(asked[1]!.text)).toMatchObject({ type: 'test', message: { test: true } })
  expect(err).toEqual(['chat: the test was sent (slack).', 'hook: the test was sent (webhook).'])
})

test('a refused test exits with 1 and the reason of the service, without secrets', async () => {
  const { url } = await aStandIn(({ path }) => ({ status: 404, body: `no_service ${path}` }))
  const { context, out, err, all } = await aCommandContext(url)
  expect(await testChannel(context, 'chat', true)).toBe(1)
  expect(err).toEqual(['chat: the test was refused: answered 404: no_service ***.'])
  expect(JSON.parse(out[0]!)).toEqual({
    name: 'chat',
    outcome: 'refused',
    error: 'answered 404: no_service ***',
    permanent: true,
    retry_after_ms: null,
  })
  expect(all()).not.toContain(key)
})

test('a channel that there is none of is wrong usage, with the one that was meant', async () => {
  const { context } = await aCommandContext('http://127.0.0.1:9')
  await expect(testChannel(context, 'chatt')).rejects.toThrow(UsageError)
  await expect(testChannel(context, 'chatt')).rejects.toThrow(
    'there is no channel "chatt". Did you mean "chat"? There are: chat, hook.',
  )
})

test('the list has what each is told of and what became of it, and no secret', async () => {
  const { context, store, out, all } = await aCommandContext('http://127.0.0.1:9')
  const at = Date.parse('2026-11-22T15:00:00Z')
  for (const [n, outcome] of (['sent', 'dead', 'waiting'] as const).entries()) {
    const notification = `incident/a/${n}`
    await store.commit({
      notifications: [
        {
          key: notification,
          topic: `incident/${n}`,
          owedAt: at,
          dueAt: at,
          follows: null,
          subject: { kind: 'announcement', id: 'a' },
        },
      ],
    })
    await store.expandNotification({
      notification,
      deliveries: [{ channel: 'chat', recipient: '', topic: `incident/${n}`, dueAt: at }],
      cursor: null,
      at,
    })
    if (outcome === 'waiting') continue
    const token = `t${n}`
    const claim = { token, channel: 'chat', now: at, until: at + 60_000, limit: 9, ahead: 0 }
    const [delivery] = await store.claimDeliveries(claim)
    const base = { id: delivery!.id, claim: token, at: at + 5_000 }
    await store.settleDeliveries([
      outcome === 'sent' ? { ...base, outcome } : { ...base, outcome, error: 'refused', failures: 1 },
    ])
  }
  expect(await listChannels(context, true)).toBe(0)
  expect(JSON.parse(out[0]!)).toEqual([
    {
      name: 'chat',
      kind: 'slack',
      news: ['incidents', 'maintenance', 'announcements', 'alerts', 'deployments'],
      last_sent_at: '2026-11-22T15:00:05.000Z',
      waiting: 1,
      dead: 1,
    },
    { name: 'hook', kind: 'webhook', news: ['incidents'], last_sent_at: null, waiting: 0, dead: 0 },
  ])
  await listChannels(context)
  expect(out.slice(1).join('\n')).toMatch(
    /NAME +KIND +LAST SENT[^]*chat +slack[^]*hook +webhook +- +0 +0 +incidents/,
  )
  expect(all()).not.toContain(key)
  await store.close()
})

test('a service that says nothing ends the test in its time', async () => {
  const { url, state, asked } = await aStandIn(() => ({ status: 200 }))
  state.service = 'silent'
  const { context, err } = await aCommandContext(url)
  const clock = fakeClock()
  const testing = testChannel(context, 'chat', false, clock)
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await clock.advance(30_000)
  expect(await testing).toBe(1)
  expect(err).toEqual(['chat: the test was refused: no answer in 30 s.'])
})
