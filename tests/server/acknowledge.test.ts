import { expect, onTestFinished, test } from 'vitest'
import { createAlertService } from '../../collector/alerts/alert-service.ts'
import { newId } from '../../collector/app/new-id.ts'
import type { AcknowledgementAnswer } from '../../collector/core/subscription/answer.ts'
import { createAcknowledgeLinks } from '../../collector/deliveries/acknowledge-links.ts'
import { createAcknowledgements } from '../../collector/deliveries/acknowledgements.ts'
import { createNoticeService } from '../../collector/notices/service/create-service.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { configOf } from '../config/builders.ts'
import { anIncident, anUpdate } from '../store/builders.ts'
import { anAlert } from '../store/contract/alerts.ts'
import { aServer } from './builders.ts'

const now = Date.parse('2026-11-22T15:00:00Z')

const config = configOf(`
page: { name: Essai, url: 'https://status.example', locale: fr, locales: [fr, en] }
components: [{ id: api, name: API }, { id: web, name: Site }]
`)

/** A server that answers links to acknowledge, and a link for two incidents that nobody has answered for. */
async function aLink() {
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const links = createAcknowledgeLinks('https://status.example.com/', store)
  const alerts = createAlertService({ store, config, now: () => now, id: newId })
  const noticeService = createNoticeService({ store, config, now: () => now, id: newId })
  let time = now
  const { url, lines } = await aServer({
    acknowledge: {
      acknowledgements: createAcknowledgements(links, store, { incidents: noticeService.incidents, alerts }),
      config,
      now: () => time,
      renderAnswer: ({ answer, locale, depth }) =>
        Promise.resolve(Buffer.from(JSON.stringify({ ...(answer as AcknowledgementAnswer), locale, depth }))),
    },
  })
  const update = anUpdate({ at: now })
  const incidents = ['incident0001', 'incident0002'].map((id) =>
    anIncident({ id, startedAt: now, detectedAt: now, updates: [update] }),
  )
  await store.commit({ incidents })
  const link = await links.create(
    'msg_1',
    { incidents: incidents.map(({ id }) => id), alerts: [] },
    'chat',
    now,
  )
  const ask = async (method: string, address = link) => {
    const response = await fetch(url + new URL(address).pathname + new URL(address).search, { method })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, answer: text && JSON.parse(text) }
  }
  const state = async (id = 'incident0001') => (await store.incident(id))!
  return {
    store,
    links,
    noticeService,
    alerts,
    link,
    ask,
    state,
    lines,
    setTime: (next: number) => (time = next),
  }
}

test('a token has more than 128 bits, is the same at every attempt, and only its hash is stored', async () => {
  const { store, links, link } = await aLink()
  const token = /^https:\/\/status\.example\.com\/acknowledge\?token=([\w-]{22})$/.exec(link)![1]!
  expect(await links.create('msg_1', { incidents: ['incident0001'], alerts: [] }, 'chat', now + 1)).toBe(link)
  expect(await links.create('msg_1', { incidents: ['incident0001'], alerts: [] }, 'sms', now)).not.toBe(link)
  const stored = (await links.find(token))!
  expect(stored).toMatchObject({
    incidents: ['incident0001', 'incident0002'],
    channel: 'chat',
    createdAt: now,
  })
  expect(JSON.stringify(stored)).not.toContain(token)
  expect(await store.acknowledgeLink(token)).toBeNull()
})

test('a GET shows one button and changes nothing, however often a scanner follows the link', async () => {
  const { ask, state } = await aLink()
  for (const method of ['GET', 'GET', 'HEAD']) expect((await ask(method)).status).toBe(200)
  const { answer, headers } = await ask('GET')
  expect(answer).toMatchObject({ page: 'acknowledge', state: 'ask', locale: config.page.locale, depth: 0 })
  expect(answer.items).toHaveLength(2)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-robots-tag')).toContain('noindex')
  expect(await state()).toMatchObject({ acknowledgedAt: null, version: 1 })
})

test('the button takes care of every incident of the message, once, in the name of the channel', async () => {
  const { ask, state, store } = await aLink()
  expect((await ask('POST')).answer).toMatchObject({ state: 'done', items: [{}, {}] })
  for (const id of ['incident0001', 'incident0002'])
    expect(await state(id)).toMatchObject({ acknowledgedAt: now, acknowledgedBy: 'chat (link)', version: 2 })
  expect((await ask('POST')).answer.state).toBe('already')
  expect((await ask('GET')).answer).toMatchObject({
    state: 'already',
    items: [{ acknowledgedBy: 'chat (link)' }, {}],
  })
  expect(await state()).toMatchObject({ version: 2 })
  const actor = { kind: 'link', name: 'chat (link)' }
  expect(await store.auditChain(0, 9)).toMatchObject([
    { actor, action: 'incident.acknowledge', subject: 'incident0001' },
    { actor, action: 'incident.acknowledge', subject: 'incident0002' },
  ])
})

test('who was first stays, and the rest is still to be answered', async () => {
  const { ask, state, noticeService } = await aLink()
  await noticeService.incidents.acknowledge('incident0001', {}, { by: 'ada' })
  expect((await ask('GET')).answer.items).toMatchObject([{ place: 'incidents/incident0002/' }])
  expect((await ask('POST')).answer.state).toBe('done')
  expect(await state()).toMatchObject({ acknowledgedBy: 'ada' })
})

test('alerts are answered the same way, by the names of their rules, and their link ends with them', async () => {
  const { store, links, ask, alerts } = await aLink()
  const fired = [
    anAlert({
      id: 'a1',
      rule: 'slow',
      component: 'api',
      name: { fr: 'Trop lent', en: 'Too slow' },
      firedAt: now,
    }),
    anAlert({ id: 'a2', rule: 'odd', component: null, name: 'Odd', firedAt: now }),
  ]
  await store.commit({ alerts: fired })
  const link = await links.create('msg_2', { incidents: ['incident0001'], alerts: ['a1', 'a2'] }, 'chat', now)
  for (const method of ['GET', 'HEAD']) expect((await ask(method, link)).status).toBe(200)
  expect((await ask('GET', link)).answer).toMatchObject({
    state: 'ask',
    items: [
      { place: 'incidents/incident0001/' },
      { place: 'components/api/', title: 'Trop lent – API', acknowledgedAt: null },
      { place: '', title: 'Odd' },
    ],
  })
  expect(await store.alert('a1')).toMatchObject({ acknowledgedAt: null })
  await alerts.acknowledge('a2', { kind: 'account', name: 'ada' })
  expect((await ask('POST', link)).answer).toMatchObject({
    state: 'done',
    items: [{}, { title: 'Trop lent – API' }],
  })
  expect(await store.alert('a1')).toMatchObject({
    acknowledgedAt: now,
    acknowledgedBy: 'chat (link)',
    version: 2,
  })
  expect(await store.alert('a2')).toMatchObject({ acknowledgedBy: 'ada', version: 2 })
  expect((await ask('POST', link)).answer.state).toBe('already')
  const only = await links.create('msg_3', { incidents: [], alerts: ['a1'] }, 'chat', now)
  await store.commit({
    alerts: [{ ...(await store.alert('a1'))!, endedAt: now, endedBy: 'recovery', version: 3 }],
  })
  expect(await ask('POST', only)).toMatchObject({ status: 410, answer: { state: 'over' } })
})

test('a link ends with its incidents', async () => {
  const { ask, noticeService } = await aLink()
  for (const id of ['incident0001', 'incident0002'])
    await noticeService.incidents.update(id, { status: 'resolved', body: 'Over.' }, { by: 'ada' })
  for (const method of ['GET', 'POST'])
    expect(await ask(method)).toMatchObject({ status: 410, answer: { state: 'over' } })
})

test.each([
  '',
  '?token=',
  '?token=AAAAAAAAAAAAAAAAAAAAAA',
  `?token=${'x'.repeat(5_000)}`,
  '?token=%00%0d%0a',
])('an address with %j is none of ours, by either method', async (query) => {
  const { ask, state, lines } = await aLink()
  for (const method of ['GET', 'POST'])
    expect(await ask(method, `https://status.example.com/acknowledge${query}`)).toMatchObject({
      status: 404,
      answer: { state: 'unknown', items: [] },
    })
  expect([await state(), lines]).toMatchObject([{ acknowledgedAt: null }, []])
})

test('a client that asks too often waits, and other methods are refused', async () => {
  const { ask, state, setTime } = await aLink()
  for (let i = 0; i < 60; i++) await ask('GET')
  const limited = await ask('POST')
  expect([limited.status, limited.answer.state, limited.headers.get('retry-after')]).toEqual([
    429,
    'limited',
    '60',
  ])
  expect(await state()).toMatchObject({ acknowledgedAt: null })
  setTime(now + 60_000)
  expect((await ask('POST')).answer.state).toBe('done')
})
