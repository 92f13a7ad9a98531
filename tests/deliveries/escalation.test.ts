import { describe, expect, test } from 'vitest'
import {
  acknowledgeIncident,
  correctIncident,
  markFalseAlarm,
  openIncident,
  updateIncident,
} from '../../collector/core/incident/commands.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import type { TeamMessage } from '../../collector/core/delivery/message.ts'
import { configOf } from '../config/builders.ts'
import { anIncident, anUpdate, hour, minute } from '../store/builders.ts'
import { type Team, aTeam, plain } from './team-fixture.ts'

const second = 1_000

/** The handbook's priorities; P2 has a second step, and somebody who promises updates. */
const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [${Array.from({ length: 20 }, (_, n) => `{ id: c${n}, name: Service ${n} }`).join(', ')}]
priorities:
  P1: { response: 15m, resolution: 1h, notify: [sms, email, slack], escalate_after: 0s }
  P2:
    response: 1h
    resolution: 4h
    notify: [email, slack]
    escalate_after: 2h
    escalate_to: [sms, { after: 3h, notify: [boss] }]
    update_every: 90m
  P3: { response: 4h, resolution: 24h, notify: [email], escalate_after: 8h }
  P4: { response: 24h, resolution: 1w, notify: [email] }
channels:
  email: { kind: webhook, url: 'https://example.com/email' }
  slack: { kind: webhook, url: 'https://example.com/slack' }
  sms: { kind: webhook, url: 'https://example.com/sms' }
  boss: { kind: webhook, url: 'https://example.com/boss' }
  social: { kind: mastodon, server: 'https://social.example', token: secret }
`)

const anOutage = ({ clock }: Team, more: Partial<Incident> = {}, n = 0): Incident =>
  anIncident({
    id: `outage${String(n).padStart(6, '0')}`,
    title: `Service ${n}: unavailable`,
    about: `c${n}`,
    startedAt: clock.now(),
    detectedAt: clock.now(),
    updates: [
      anUpdate({
        id: `first${n}`,
        at: clock.now(),
        body: 'No answer.',
        components: { [`c${n}`]: 'major_outage' },
      }),
    ],
    ...more,
  })

const withPlainSpaces = (one: TeamMessage) => ({
  ...one,
  title: plain(one.title),
  paragraphs: one.paragraphs.map(plain),
})

const byAda = ({ clock }: Team) => ({ now: clock.now(), by: 'ada', id: () => `m${clock.now()}` })
const message = ({ clock }: Team, status: 'identified' | 'resolved') => ({
  message: { at: clock.now(), status, body: 'Words.', components: {} },
  notify: true,
})

test('a P1 is told by every channel at once, and again when the answer that was promised stays away', async () => {
  const team = await aTeam(config)
  await team.store.commit({ incidents: [anOutage(team)] })
  await team.pass(5 * second)
  expect(team.taken().toSorted()).toEqual([
    'email: P1 · Service 0: unavailable – Investigating',
    'slack: P1 · Service 0: unavailable – Investigating',
    'sms: P1 · Service 0: unavailable – Investigating',
    'social: Service 0: unavailable – Investigating',
  ])
  await team.pass(14 * minute + 50 * second, second)
  expect(team.taken()).toEqual([])
  await team.pass(20 * second)
  expect(team.taken().toSorted()).toEqual([
    'email: P1 · Nobody has answered for 15 min: Service 0: unavailable',
    'slack: P1 · Nobody has answered for 15 min: Service 0: unavailable',
    'sms: P1 · Nobody has answered for 15 min: Service 0: unavailable',
  ])
})

test('a P2 is told to its channels, after two hours to the next and an hour later to those after them, once each', async () => {
  const team = await aTeam(config)
  await team.store.commit({ incidents: [anOutage(team, { priority: 'P2' })] })
  await team.pass(5 * second)
  expect(team.messages.map(({ channel }) => channel).toSorted()).toEqual(['email', 'slack', 'social'])
  team.taken()
  await team.pass(2 * hour + minute, 10 * second)
  const escalated = team.messages.filter(({ channel }) => channel === 'sms')
  expect(escalated.map((one) => withPlainSpaces(one.message))).toMatchObject([
    {
      title: 'P2 · Nobody has answered for 2 h: Service 0: unavailable',
      paragraphs: ['No answer.'],
      action: 'trigger',
      severity: 'critical',
      topic: 'incident/outage000000',
      data: { type: 'incident.escalated' },
    },
  ])
  team.taken()
  await team.pass(50 * minute, 10 * second)
  expect(team.messages.map(({ channel }) => channel)).not.toContain('boss')
  await team.pass(13 * minute, 10 * second)
  expect(team.taken()).toContain('boss: P2 · Nobody has answered for 3 h: Service 0: unavailable')
  await team.pass(20 * minute, 10 * second)
  expect(team.messages.map(({ channel }) => channel)).not.toContain('boss')
})

test('the recipients of an escalation are sent its later news and its end', async () => {
  const team = await aTeam(config)
  const outage = anOutage(team, { priority: 'P2' })
  await team.store.commit({ incidents: [outage] })
  await team.pass(2 * hour + minute, 10 * second)
  team.taken()
  await team.store.commit({ incidents: [updateIncident(outage, message(team, 'resolved'), byAda(team))] })
  await team.pass(5 * second)
  expect(team.messages.map(({ channel }) => channel).toSorted()).toEqual(['email', 'slack', 'sms', 'social'])
})

describe('nobody is told any more', () => {
  test.each([
    [
      'somebody acknowledged it',
      (one: Incident, team: Team) => acknowledgeIncident(one, { at: team.clock.now() }, byAda(team)),
    ],
    [
      'somebody wrote a message',
      (one: Incident, team: Team) => updateIncident(one, message(team, 'identified'), byAda(team)),
    ],
    [
      'it was resolved',
      (one: Incident, team: Team) => updateIncident(one, message(team, 'resolved'), byAda(team)),
    ],
    [
      'it was a false alarm',
      (one: Incident, team: Team) => markFalseAlarm(one, { reason: 'A test.' }, byAda(team)),
    ],
    [
      'it was withdrawn',
      (one: Incident, team: Team) => ({ ...one, withdrawn: { at: team.clock.now(), by: 'ada' }, version: 2 }),
    ],
  ])('once %s', async (_, change) => {
    const team = await aTeam(config)
    const outage = anOutage(team, { priority: 'P2' })
    await team.store.commit({ incidents: [outage] })
    await team.pass(hour, 10 * second)
    await team.store.commit({ incidents: [change(outage, team)] })
    await team.pass(5 * second)
    team.taken()
    await team.pass(2.5 * hour, 10 * second)
    const escalated = team.messages.filter(({ message: { title } }) => title.includes('Nobody'))
    expect([
      escalated,
      team.messages.filter(({ channel }) => channel === 'sms' || channel === 'boss'),
    ]).toEqual([[], []])
  })

  test('of what was imported, or opened without telling anybody', async () => {
    const team = await aTeam(config)
    const quiet = anUpdate({ id: 'quiet', at: team.clock.now(), notify: false })
    await team.store.commit({ incidents: [anOutage(team, { updates: [quiet] }, 1)] })
    await team.store.commit({ incidents: [anOutage(team, { silent: true }, 2)] })
    await team.pass(90 * minute, 10 * second)
    expect(team.taken()).toEqual([])
  })

  test('of what a person opened: somebody is there', async () => {
    const team = await aTeam(config)
    const { clock, store } = team
    const facts = {
      title: 'Slow',
      startedAt: clock.now(),
      detectedAt: clock.now(),
      impact: 'critical' as const,
    }
    await store.commit({ incidents: [openIncident({ ...message(team, 'identified'), facts }, byAda(team))] })
    await team.pass(5 * second)
    expect(team.taken()).toHaveLength(4)
    await team.pass(30 * minute, 10 * second)
    expect(team.taken()).toEqual([])
  })
})

test('an answer that comes while a message waits is in time: the message is dropped', async () => {
  let isDown = false
  const team = await aTeam(config, (channel) =>
    isDown && channel === 'sms'
      ? { outcome: 'refused', permanent: false, error: 'down', retryAfter: null }
      : { outcome: 'sent' },
  )
  const outage = anOutage(team, { priority: 'P2' })
  await team.store.commit({ incidents: [outage] })
  await team.pass(minute)
  isDown = true
  await team.pass(2 * hour + minute, 10 * second)
  const states = async () =>
    (await team.store.deliveries({ channel: 'sms', limit: 9 })).map(({ state }) => state)
  expect(await states()).toEqual(['pending'])
  await team.store.commit({ incidents: [acknowledgeIncident(outage, { at: team.clock.now() }, byAda(team))] })
  isDown = false
  await team.pass(20 * minute, 10 * second)
  expect([await states(), team.messages.filter(({ channel }) => channel === 'sms')]).toEqual([
    ['dropped'],
    [],
  ])
})

test('another priority has other steps, and those it names are told at once', async () => {
  const team = await aTeam(config)
  const outage = anOutage(team, { priority: 'P3' })
  await team.store.commit({ incidents: [outage] })
  await team.pass(3 * hour, 10 * second)
  expect(team.taken()).toEqual(expect.arrayContaining([expect.stringContaining('email: P3')]))
  const urgent = correctIncident(outage, { priority: 'P1' }, byAda(team))
  await team.store.commit({ incidents: [urgent] })
  await team.pass(10 * second)
  const titles = team.taken()
  // The clocks of the page run from the beginning: the answer to a P1 is long due.
  expect(titles.filter((title) => !title.includes('Resolution')).toSorted()).toEqual([
    'email: P1 · Nobody has answered for 3 h: Service 0: unavailable',
    'slack: P1 · Nobody has answered for 3 h: Service 0: unavailable',
    'sms: P1 · Nobody has answered for 3 h: Service 0: unavailable',
  ])
  await team.pass(10 * hour, 10 * second)
  expect(team.taken().filter((title) => title.includes('Nobody'))).toEqual([])
})

test('a milder priority has its own, later steps', async () => {
  const team = await aTeam(config)
  const outage = anOutage(team, { priority: 'P2' })
  await team.store.commit({ incidents: [outage] })
  await team.pass(hour, 10 * second)
  await team.store.commit({ incidents: [correctIncident(outage, { priority: 'P3' }, byAda(team))] })
  team.taken()
  await team.pass(6 * hour, 10 * second)
  expect(team.taken()).toEqual([])
  await team.pass(66 * minute, 10 * second)
  expect(team.taken()).toEqual(['email: P3 · Nobody has answered for 8 h: Service 0: unavailable'])
})

test('the team is reminded of updates and of the resolution that were promised, answered or not', async () => {
  const team = await aTeam(config)
  const outage = anOutage(team, { priority: 'P2' })
  const answered = acknowledgeIncident(outage, { at: team.clock.now() }, byAda(team))
  await team.store.commit({ incidents: [outage] })
  await team.store.commit({ incidents: [answered] })
  await team.pass(80 * minute, 10 * second)
  team.taken()
  await team.pass(11 * minute, 10 * second)
  expect(team.messages.map((one) => withPlainSpaces(one.message))).toMatchObject([
    {
      title: 'P2 · Update due: Service 0: unavailable',
      paragraphs: ['Readers were promised an update every 1 h 30 min; the last one is older.', 'No answer.'],
      data: { type: 'incident.reminder' },
    },
    { title: 'P2 · Update due: Service 0: unavailable' },
  ])
  expect(team.messages.map(({ channel }) => channel).toSorted()).toEqual(['email', 'slack'])
  const updated = updateIncident(answered, message(team, 'identified'), byAda(team))
  await team.store.commit({ incidents: [updated] })
  await team.pass(minute)
  team.taken()
  await team.pass(80 * minute, 10 * second)
  expect(team.taken()).toEqual([])
  await team.pass(69 * minute, 10 * second)
  expect(team.taken().toSorted()).toEqual([
    'email: P2 · Resolution due: Service 0: unavailable',
    'email: P2 · Update due: Service 0: unavailable',
    'slack: P2 · Resolution due: Service 0: unavailable',
    'slack: P2 · Update due: Service 0: unavailable',
  ])
})

test('what came due while nobody ran is told late, in one message, and never twice across restarts', async () => {
  const team = await aTeam(config)
  await team.store.commit({ incidents: [anOutage(team, { priority: 'P2' })] })
  await team.pass(minute)
  team.taken()
  team.clock.stall(5 * hour)
  await team.restart()
  for (let i = 0; i < 5; i++) {
    await team.pass(20 * second)
    await team.restart()
  }
  expect(team.taken().toSorted()).toEqual([
    'boss: P2 · Nobody has answered for 5 h 1 min: Service 0: unavailable',
    'email: P2 · Resolution due: Service 0: unavailable',
    'slack: P2 · Resolution due: Service 0: unavailable',
    'sms: P2 · Nobody has answered for 5 h 1 min: Service 0: unavailable',
  ])
})

test('two processes on a store take each step once', async () => {
  const { oweDueNotifications } = await import('../../collector/deliveries/due-notifications.ts')
  const team = await aTeam(config)
  await team.store.commit({ incidents: [anOutage(team)] })
  team.clock.stall(20 * minute)
  await Promise.all([1, 2, 3].map(() => oweDueNotifications(team.store, config, team.clock.now())))
  const pending = await team.store.pendingNotifications(9)
  expect(pending.filter(({ subject }) => subject.kind === 'escalation')).toHaveLength(1)
})

test('twenty components that nobody answers for are one message for each channel', async () => {
  const team = await aTeam(config)
  await team.store.commit({
    incidents: Array.from({ length: 20 }, (_, n) => anOutage(team, { priority: 'P2' }, n)),
  })
  await team.pass(15 * second)
  expect(team.taken().toSorted()).toEqual([
    'email: 20 incidents: Service 0: unavailable, Service 1: unavailable, Service 2: unavailable, Service 3: unavailable and 16 more',
    'slack: 20 incidents: Service 0: unavailable, Service 1: unavailable, Service 2: unavailable, Service 3: unavailable and 16 more',
    expect.stringMatching(/^social: 20 incidents/),
  ])
  await team.pass(2 * hour + 15 * second, 5 * second)
  expect(team.taken().filter((title) => title.startsWith('sms'))).toEqual([
    'sms: Nobody has answered for 2 h: 20 incidents: Service 0: unavailable, Service 1: unavailable, Service 2: unavailable, Service 3: unavailable and 16 more',
  ])
})
