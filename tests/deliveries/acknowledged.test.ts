import { expect, test } from 'vitest'
import { createAlertService } from '../../collector/alerts/alert-service.ts'
import { acknowledgeIncident } from '../../collector/core/incident/commands.ts'
import { alertNotifications } from '../../collector/core/delivery/alert-notifications.ts'
import type { Incident } from '../../collector/core/incident/incident.ts'
import { key, opsgenie, pagerduty } from '../channels/alerting-services.ts'
import { notifierOf } from '../channels/contract.ts'
import { type StandInRequest, aStandIn, answering } from '../channels/stand-in.ts'
import { configOf } from '../config/builders.ts'
import { anIncident, anUpdate, minute } from '../store/builders.ts'
import { anAlert } from '../store/contract/alerts.ts'
import { type Team, aTeam, plain } from './team-fixture.ts'

const second = 1_000

/** What a service was asked to do: `trigger`, `acknowledge`, `close` … of which topic. */
function stepOf({ path, text }: StandInRequest): string {
  const body = JSON.parse(text)
  if (body.event_action) return `${body.event_action} ${body.dedup_key}`
  const [, alias, step] = /^\/v2\/alerts(?:\/([^/]+)\/(\w+))?/.exec(path)!
  return alias === undefined ? `create ${body.alias}` : `${step} ${decodeURIComponent(alias)}`
}

/** A team on duty by services that keep what is open; `later` is told only when nobody answers. */
async function onDuty() {
  const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [{ id: api, name: API }]
priorities: { P1: { notify: [pd, og, chat], escalate_after: 15m, escalate_to: [later] } }
channels:
  pd: { kind: pagerduty, routing_key: ${key} }
  og: { kind: opsgenie, key: ${key} }
  later: { kind: pagerduty, routing_key: ${key} }
  chat: { kind: slack, webhook: 'https://hooks.example.com/T/B' }
`)
  const { url: pdUrl, asked: pd } = await aStandIn(answering(pagerduty))
  const { url: ogUrl, asked: og } = await aStandIn(answering(opsgenie))
  const { url: laterUrl, asked: later } = await aStandIn(answering(pagerduty))
  const base = { name: 'it', news: [] }
  let isAway = false
  const duty = notifierOf({ ...base, kind: 'pagerduty', routingKey: key, baseUrl: pdUrl })
  const team = await aTeam(config, undefined, {
    pd: {
      ...duty,
      send: (message, signal) =>
        isAway
          ? Promise.resolve({ outcome: 'refused', permanent: false, error: 'away', retryAfter: null })
          : duty.send(message, signal),
    },
    og: notifierOf({ ...base, kind: 'opsgenie', key, baseUrl: ogUrl }),
    later: notifierOf({ ...base, kind: 'pagerduty', routingKey: key, baseUrl: laterUrl }),
  })
  return {
    team,
    config,
    setAway: (away: boolean) => void (isAway = away),
    steps: () => ({ pd: pd.map(stepOf), og: og.map(stepOf), later: later.map(stepOf) }),
    pdTexts: () => pd.map(({ text }) => plain(text)),
    texts: () => og.map(({ text }) => plain(JSON.parse(text).note ?? '')),
  }
}

const anOutage = ({ clock }: Team): Incident =>
  anIncident({
    id: 'outage000001',
    title: 'API: unavailable',
    about: 'api',
    startedAt: clock.now(),
    detectedAt: clock.now(),
    updates: [anUpdate({ id: 'first', at: clock.now(), body: '', components: { api: 'major_outage' } })],
  })

const byAda = ({ clock }: Team) => ({ now: clock.now(), by: 'ada', id: () => `m${clock.now()}` })

/** Time for requests to real sockets, which no test clock moves. */
async function settle({ team, steps }: Awaited<ReturnType<typeof onDuty>>, count: number): Promise<void> {
  await expect
    .poll(async () => {
      await team.pass(second)
      const { pd, og } = steps()
      return Math.min(pd.length, og.length)
    })
    .toBeGreaterThanOrEqual(count)
}

test('who acknowledges an incident stops the services that would wake somebody else, at once and once', async () => {
  const duty = await onDuty()
  const { team, steps, texts } = duty
  const outage = anOutage(team)
  await team.store.commit({ incidents: [outage] })
  await settle(duty, 1)
  team.taken()
  const answered = acknowledgeIncident(outage, { at: team.clock.now() }, byAda(team))
  await team.store.commit({ incidents: [answered] })
  await settle(duty, 2)
  const topic = 'incident/outage000001'
  await team.restart()
  await team.pass(20 * minute, second)
  expect(steps()).toEqual({
    pd: [`trigger ${topic}`, `acknowledge ${topic}`],
    og: [`create ${topic}`, `acknowledge ${topic}`],
    later: [],
  })
  expect(texts()[1]).toContain('ada takes care of it: API: unavailable')
  // A chat keeps nothing open, and is told nothing more.
  expect(team.taken()).toEqual([])
})

test('what is written after an acknowledgement reaches the services with its text, and is taken care of still', async () => {
  const duty = await onDuty()
  const { team, steps, pdTexts } = duty
  const outage = anOutage(team)
  await team.store.commit({ incidents: [outage] })
  await settle(duty, 1)
  const answered = acknowledgeIncident(outage, { at: team.clock.now() }, byAda(team))
  await team.store.commit({ incidents: [answered] })
  await settle(duty, 2)
  await team.pass(15 * minute, second)
  const said = anUpdate({ id: 'second', at: team.clock.now(), status: 'identified', body: 'We know why.' })
  await team.store.commit({
    incidents: [{ ...answered, version: answered.version + 1, updates: [...answered.updates, said] }],
  })
  await settle(duty, 4)
  const topic = 'incident/outage000001'
  expect(steps().pd.slice(2)).toEqual([`trigger ${topic}`, `acknowledge ${topic}`])
  expect(pdTexts()[2]).toContain('We know why.')
  expect(steps().og.slice(2)).toEqual([`notes ${topic}`, `acknowledge ${topic}`])
})

test('what is acknowledged while its service is away is opened late, and taken care of', async () => {
  const duty = await onDuty()
  const { team, steps, setAway } = duty
  setAway(true)
  const outage = anOutage(team)
  await team.store.commit({ incidents: [outage] })
  await team.pass(10 * second)
  await team.store.commit({
    incidents: [acknowledgeIncident(outage, { at: team.clock.now() }, byAda(team))],
  })
  await team.pass(10 * second)
  setAway(false)
  await settle(duty, 2)
  await team.pass(5 * minute, second)
  const topic = 'incident/outage000001'
  expect(steps().pd).toEqual([`trigger ${topic}`, `acknowledge ${topic}`])
})

test('an alert that is acknowledged is taken care of there, too', async () => {
  const duty = await onDuty()
  const { team, config, steps } = duty
  const alert = anAlert({
    id: 'alert0000001',
    rule: 'low',
    name: 'Too low',
    firedAt: team.clock.now(),
    notifiedAt: team.clock.now(),
    notify: null,
  })
  await team.store.commit({
    alerts: [alert],
    notifications: alertNotifications(alert, [{ moment: 'fired' }], team.clock.now()),
  })
  await settle(duty, 1)
  const alerts = createAlertService({ store: team.store, config, now: team.clock.now, id: () => 'x' })
  await alerts.acknowledge('alert0000001', { kind: 'account', name: 'ada' })
  await alerts.acknowledge('alert0000001', { kind: 'account', name: 'bob' })
  await settle(duty, 2)
  await team.pass(minute)
  const topic = 'alert/alert0000001'
  expect(steps()).toMatchObject({
    pd: [`trigger ${topic}`, `acknowledge ${topic}`],
    og: [`create ${topic}`, `acknowledge ${topic}`],
  })
})
