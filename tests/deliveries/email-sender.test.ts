import ICAL from 'ical.js'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test, describe } from 'vitest'
import type { SendResult } from '../../collector/core/delivery/message.ts'
import type { Maintenance } from '../../collector/core/maintenance/maintenance.ts'
import type { OutgoingMail } from '../../collector/core/delivery/mailer.ts'
import { createDeliveryWorker, type DeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { oweDueNotifications } from '../../collector/deliveries/due-notifications.ts'
import { createEmailSender } from '../../collector/deliveries/email-sender.ts'
import { subscriberAudience } from '../../collector/deliveries/subscriber-audience.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { configOf } from '../config/builders.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'
import { aMaintenance } from '../core/builders.ts'
import { aSubscriber, anIncident, anUpdate, day, hour, minute } from '../store/builders.ts'

const second = 1_000
const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en, locales: [en, fr] }
components: [{ id: api, name: { en: API, fr: Interface } }]
channels: { email: { kind: email, smtp: 'smtp://127.0.0.1:1', from: status@example.com } }
subscriptions: { email: { channel: email, per_second: 1000 } }
`)

let clock: FakeClock
let store: Store
let worker: DeliveryWorker
let mails: OutgoingMail[]
let answer: (mail: OutgoingMail) => SendResult
let paused: string[]
let failures: string[]

beforeEach(async () => {
  clock = fakeClock()
  store = await openSqliteStore(':memory:', { clock })
  mails = []
  paused = []
  failures = []
  answer = () => ({ outcome: 'sent' })
  worker = aWorker()
})
afterEach(async () => {
  await stop(worker)
  await store.close()
})

async function stop(one: DeliveryWorker): Promise<void> {
  const stopped = one.stop()
  await clock.advance(minute)
  await stopped
}

function aWorker(): DeliveryWorker {
  return createDeliveryWorker({
    store,
    clock,
    holder: 'one',
    random: () => 1,
    audience: subscriberAudience(store, new Set(['email'])),
    senders: [
      createEmailSender({
        store,
        config,
        now: clock.now,
        mailer: {
          send(mail) {
            const result = answer(mail)
            if (result.outcome === 'sent') mails.push(mail)
            return Promise.resolve(result)
          },
        },
        links: {
          manage: (id) => Promise.resolve(`https://status.example.com/subscribe/manage?token=${id}`),
          leave: (id) => Promise.resolve(`https://status.example.com/unsubscribe?token=${id}`),
        },
        onPaused: (id) => paused.push(id),
      }),
    ],
    onFailure: (_channel, error) => void failures.push(error),
    onSent: () => {},
    onTrouble: (error) => {
      throw error
    },
  })
}

async function pass(ms: number, step = 250): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    await oweDueNotifications(store, config, clock.now())
    worker.tick()
    await clock.advance(step)
  }
}

const ada = aSubscriber({ state: 'active' })
const outage = (more: Parameters<typeof anIncident>[0] = {}) =>
  anIncident({
    title: { en: 'API down', fr: 'Interface indisponible' },
    startedAt: clock.now(),
    detectedAt: clock.now(),
    updates: [
      anUpdate({
        at: clock.now(),
        author: 'ann',
        body: 'We **look** at [it](https://example.com/x).\n\n<script>alert(1)</script>',
      }),
    ],
    automatic: false,
    ...more,
  })
const withUpdate = (
  incident: ReturnType<typeof outage>,
  id: string,
  more: Parameters<typeof anUpdate>[0],
): ReturnType<typeof outage> => ({
  ...incident,
  updates: [...incident.updates, anUpdate({ id, at: clock.now(), author: 'ann', ...more })],
  version: incident.version + 1,
})

/** A mail as a program of somebody else's reads it. */
async function readMail(mail: OutgoingMail) {
  const transport = createTransport({ streamTransport: true, buffer: true })
  const { message } = await transport.sendMail({
    from: 'status@example.com',
    ...mail,
    headers: { ...mail.headers },
    attachments: [...(mail.attachments ?? [])],
  })
  return {
    raw: message.toString().replaceAll(/\r\n[ \t]+/g, ' '),
    parsed: await simpleParser(message),
  }
}

test('each subscriber is notified in their language, with what they need to answer or leave', async () => {
  await store.putSubscribers([
    ada,
    aSubscriber({ id: 'subscriber02', address: 'bob@example.com', locale: 'fr', state: 'active' }),
    aSubscriber({ id: 'subscriber03', address: 'eve@example.com', state: 'unconfirmed' }),
  ])
  await store.commit({ incidents: [outage()] })
  await pass(3 * second)
  expect(mails.map(({ to, subject }) => [to, subject]).toSorted()).toEqual([
    ['ada@example.com', 'API down – Investigating'],
    ['bob@example.com', expect.stringContaining('Interface indisponible – ')],
  ])
  const { parsed, raw } = await readMail(mails.find(({ to }) => to === 'ada@example.com')!)
  expect(parsed.text).toContain('We look at it (https://example.com/x).')
  expect(parsed.text).toContain('https://status.example.com/incidents/abcdef012345/')
  expect(parsed.text).toContain('You receive this mail because ada@example.com')
  expect(parsed.html).toContain('<strong>look</strong>')
  expect(parsed.html).not.toContain('<script')
  expect(parsed.html).not.toMatch(/<img|<link|url\(|@import|src=/)
  expect(raw).toContain('List-Unsubscribe: <https://status.example.com/unsubscribe?token=subscriber01>')
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(raw).toContain('Auto-Submitted: auto-generated')
  const french = await readMail(mails.find(({ to }) => to === 'bob@example.com')!)
  expect(french.parsed.text).toContain('https://status.example.com/fr/incidents/abcdef012345/')
})

test('mails on one incident are a thread, and each has a name of its own', async () => {
  await store.putSubscribers([ada])
  const incident = outage()
  await store.commit({ incidents: [incident] })
  await pass(3 * second)
  await store.commit({ incidents: [withUpdate(incident, 'update2', { status: 'resolved', body: 'Over.' })] })
  await pass(3 * second)
  const read = await Promise.all(mails.map(readMail))
  expect(read.map(({ parsed }) => parsed.subject)).toEqual([
    'API down – Investigating',
    'API down – Resolved',
  ])
  expect(new Set(read.map(({ parsed }) => parsed.messageId)).size).toBe(2)
  expect(new Set(read.map(({ parsed }) => String(parsed.references))).size).toBe(1)
  expect(read[0]!.parsed.messageId).toMatch(/@status\.example\.com>$/)
})

test('a title of line breaks and marks that turn the text makes one plain subject', async () => {
  await store.putSubscribers([ada])
  await store.commit({ incidents: [outage({ title: 'Down\r\nBcc: x@example.com\u202e gpj' })] })
  await pass(3 * second)
  const { parsed } = await readMail(mails[0]!)
  expect(parsed.subject).toBe('Down Bcc: x@example.com gpj – Investigating')
  expect(parsed.headers.has('bcc')).toBe(false)
})

test('a dozen messages while one waits are one mail', async () => {
  await store.putSubscribers([ada])
  let incident = outage()
  answer = () => ({ outcome: 'refused', permanent: false, error: '451', retryAfter: null })
  await store.commit({ incidents: [incident] })
  await pass(second)
  for (let n = 0; n < 11; n++) {
    incident = withUpdate(incident, `more${n}`, { body: `Message ${n}.` })
    await store.commit({ incidents: [incident] })
  }
  answer = () => ({ outcome: 'sent' })
  await pass(5 * minute, second)
  expect(mails).toHaveLength(1)
  expect(mails[0]!.text).toContain('Message 0.')
  expect(mails[0]!.text).toContain('Message 10.')
})

test('three mails refused for good by the mailbox pause a subscriber; one that arrives forgets those before', async () => {
  await store.putSubscribers([ada])
  const refuse = () =>
    (answer = () => ({
      outcome: 'refused',
      permanent: true,
      error: '550 5.1.1',
      retryAfter: null,
      recipientRefused: true,
    }))
  const publishIncident = async (n: number) => {
    await store.commit({ incidents: [outage({ id: `incident${String(n).padStart(4, '0')}` })] })
    await pass(3 * second)
  }
  refuse()
  await publishIncident(1)
  await publishIncident(2)
  answer = () => ({ outcome: 'sent' })
  await publishIncident(3)
  refuse()
  for (const n of [4, 5]) await publishIncident(n)
  expect(paused).toEqual([])
  await publishIncident(6)
  expect(paused).toEqual(['subscriber01'])
  await publishIncident(7)
  expect(failures).toHaveLength(5)
  expect((await store.subscriber('subscriber01'))?.state).toBe('paused')
})

test('what a server says of a reader is kept without their address', async () => {
  await store.putSubscribers([{ ...ada, address: 'Ada.Lovelace@example.com' }])
  answer = () => ({
    outcome: 'refused',
    permanent: true,
    error:
      'the mail server answered to RCPT: 550 5.1.1 <ada.lovelace@example.com>: Ada.Lovelace@example.com unknown',
    retryAfter: null,
  })
  await store.commit({ incidents: [outage()] })
  await pass(3 * second)
  const [delivery] = await store.deliveries({ states: ['dead'], limit: 1 })
  expect(delivery!.error).toBe('the mail server answered to RCPT: 550 5.1.1 <***>: *** unknown')
  expect(failures.join()).not.toMatch(/lovelace/i)
})

test('the text is of 76 columns, and a long title leaves room for the status', async () => {
  await store.putSubscribers([ada])
  const title = 'A long title 👩‍👩‍👧‍👦 of many words '.repeat(9)
  const body = `${'word '.repeat(60)}\n\n- ${'item '.repeat(40)}\n\nhttps://example.com/${'x'.repeat(90)}`
  await store.commit({
    incidents: [outage({ title, updates: [anUpdate({ at: clock.now(), author: 'ann', body })] })],
  })
  await pass(3 * second)
  const { parsed } = await readMail(mails[0]!)
  expect(parsed.subject).toMatch(/^A long title 👩‍👩‍👧‍👦 .{20,}… – Investigating$/u)
  expect(parsed.text).toContain('\n-- \n')
  for (const line of parsed.text!.split('\n'))
    if (!line.includes('https://')) expect(line.replaceAll('👩‍👩‍👧‍👦', '  ').length).toBeLessThanOrEqual(80)
})

describe('services that fall together', () => {
  const fallen = (n: number) =>
    outage({
      id: `outage00000${n}`,
      title: `Service ${n} down`,
      automatic: true,
      updates: [anUpdate({ at: clock.now(), body: `No answer ${n}.` })],
    })

  test('are one mail to a reader, in the thread of each', async () => {
    await store.putSubscribers([
      ada,
      aSubscriber({ id: 'subscriber02', address: 'bob@example.com', locale: 'en', state: 'active' }),
    ])
    await store.commit({ incidents: [fallen(1), fallen(2), fallen(3)] })
    await pass(5 * second)
    expect(mails.map(({ to }) => to).toSorted()).toEqual(['ada@example.com', 'bob@example.com'])
    const { parsed } = await readMail(mails.find(({ to }) => to === 'ada@example.com')!)
    expect(parsed.subject).toBe('3 incidents: Service 1 down, Service 2 down, Service 3 down')
    for (const n of [1, 2, 3]) {
      expect(parsed.text).toContain(`Service ${n} down – Investigating`)
      expect(parsed.text).toContain(`No answer ${n}.`)
      expect(parsed.html).toContain(`https://status.example.com/incidents/outage00000${n}/`)
    }
    expect(parsed.references).toHaveLength(3)
    await pass(2 * minute)
    await store.commit({
      incidents: [withUpdate(fallen(2), 'over2', { author: 'ann', status: 'resolved', body: 'Over.' })],
    })
    await pass(5 * second)
    const end = await readMail(mails.findLast(({ to }) => to === 'ada@example.com')!)
    expect(parsed.references).toContain(end.parsed.inReplyTo)
    expect(await store.deliveries({ states: ['sent'], limit: 99 })).toHaveLength(8)
  })

  test('one after the other are one mail more after the first; what a person writes does not wait', async () => {
    await store.putSubscribers([ada])
    for (let n = 1; n <= 8; n++) {
      await store.commit({ incidents: [fallen(n)] })
      await pass(3 * second)
    }
    expect(mails).toHaveLength(1)
    await store.commit({ incidents: [outage({ id: 'byaperson001' })] })
    await pass(2 * second)
    expect(mails).toHaveLength(2)
    await pass(minute)
    expect(mails).toHaveLength(3)
    expect(mails.at(-1)!.subject).toMatch(/^[67] incidents: /)
  })
})

test('a policy against the sender pauses nobody', async () => {
  await store.putSubscribers([ada])
  answer = () => ({ outcome: 'refused', permanent: true, error: '554 5.7.1', retryAfter: null })
  for (const n of [1, 2, 3, 4]) {
    await store.commit({ incidents: [outage({ id: `incident000${n}` })] })
    await pass(3 * second)
  }
  expect((await store.subscriber('subscriber01'))?.state).toBe('active')
})

test('who leaves while a mail waits gets none', async () => {
  await store.putSubscribers([ada])
  answer = () => ({ outcome: 'refused', permanent: false, error: '451', retryAfter: null })
  await store.commit({ incidents: [outage()] })
  await pass(second)
  await store.putSubscribers([{ ...ada, state: 'paused' }])
  answer = () => ({ outcome: 'sent' })
  await pass(5 * minute, second)
  expect(mails).toEqual([])
  expect((await store.deliveries({ limit: 9 })).map(({ state }) => state)).toEqual(['dropped'])
})

test('what comes and goes is told to one reader at most once in ten minutes', async () => {
  await store.putSubscribers([ada])
  let incident = outage({
    automatic: true,
    updates: [anUpdate({ at: clock.now(), body: 'No answer.' })],
  })
  await store.commit({ incidents: [incident] })
  await pass(10 * second)
  for (let n = 0; n < 6; n++) {
    incident = withUpdate(incident, `up${n}`, { author: 'collector', status: 'monitoring', body: 'Back.' })
    await store.commit({ incidents: [incident] })
    await pass(20 * second, second)
    incident = withUpdate(incident, `down${n}`, {
      author: 'collector',
      status: 'investigating',
      body: 'Gone.',
    })
    await store.commit({ incidents: [incident] })
    await pass(20 * second, second)
  }
  expect(mails).toHaveLength(1)
  await pass(11 * minute, second)
  expect(mails).toHaveLength(2)
})

const aWindow = (more: Partial<Maintenance> = {}): Maintenance => {
  const from = clock.now() + 3 * day
  return aMaintenance({
    id: 'window000001',
    title: 'Database upgrade',
    body: 'We upgrade.',
    reason: 'Security',
    alternatives: 'Use the copy',
    impact: 'major',
    components: ['api'],
    publishedAt: clock.now(),
    announced: [{ at: clock.now(), from, to: from + hour }],
    scheduledFor: from,
    scheduledUntil: from + hour,
    updates: [],
    ...more,
  })
}

/** The event that is attached to a mail, as another program reads it. */
function eventOf({ attachments = [] }: OutgoingMail) {
  const calendar = new ICAL.Component(ICAL.parse(attachments[0]!.content) as unknown[])
  const event = calendar.getFirstSubcomponent('vevent')!
  const value = (name: string): string => String(event.getFirstPropertyValue(name))
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    start: Date.parse(value('dtstart')),
    status: value('status'),
    type: attachments[0]!.contentType,
  }
}

test('who chose a service is told of maintenance of it, by its name, and of no other', async () => {
  await store.putSubscribers([
    { ...ada, components: ['api'] },
    aSubscriber({ id: 'subscriber02', address: 'bob@example.com', components: ['db'], state: 'active' }),
  ])
  await store.commit({ maintenances: [aWindow()] })
  await pass(3 * second)
  expect(mails.map(({ to }) => to)).toEqual(['ada@example.com'])
  expect(mails[0]!.text).toContain('Services: API\n')
})

test('a window is announced, reminded of, moved and cancelled, and stays one event in calendars', async () => {
  await store.putSubscribers([ada])
  const window = aWindow()
  await store.commit({ maintenances: [window] })
  await pass(10 * second, second)
  await pass(2 * day + hour, minute)
  const to = window.scheduledFor + day
  const moved: Maintenance = {
    ...window,
    announced: [...window.announced, { at: clock.now(), from: to, to: to + hour }],
    scheduledFor: to,
    scheduledUntil: to + hour,
    version: 2,
  }
  await store.commit({ maintenances: [moved] })
  await pass(minute, second)
  await store.commit({ maintenances: [{ ...moved, cancelledAt: clock.now(), version: 3 }] })
  await pass(minute, second)
  expect(mails.map(({ subject }) => subject)).toEqual([
    'Planned maintenance: Database upgrade',
    'Reminder: Database upgrade',
    'Maintenance moved: Database upgrade',
    'Maintenance cancelled: Database upgrade',
  ])
  expect(mails[0]!.text).toMatch(/Security/)
  expect(mails[0]!.text).toMatch(/Use the copy/)
  const events = mails.map(eventOf)
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(1)
  expect(events.map(({ method, sequence, status }) => [method, sequence, status])).toEqual([
    ['PUBLISH', 0, 'CONFIRMED'],
    ['PUBLISH', 0, 'CONFIRMED'],
    ['PUBLISH', 1, 'CONFIRMED'],
    ['CANCEL', 2, 'CANCELLED'],
  ])
  expect(events[2]!.start).toBe(to)
  expect(events[3]!.type).toContain('method=CANCEL')
})

test('restarts and a clock that is set back and forth tell nothing twice', async () => {
  await store.putSubscribers([ada])
  await store.commit({ maintenances: [aWindow()] })
  for (const jump of [0, -2 * hour, 2 * hour, -day, day, 0]) {
    await stop(worker)
    worker = aWorker()
    clock.set(clock.now() + jump)
    await pass(15 * hour, minute)
  }
  await pass(day, minute)
  expect(mails.map(({ subject }) => subject)).toEqual([
    'Planned maintenance: Database upgrade',
    'Reminder: Database upgrade',
    'Starting soon: Database upgrade',
    'Maintenance started: Database upgrade',
    'Maintenance completed: Database upgrade',
  ])
})
