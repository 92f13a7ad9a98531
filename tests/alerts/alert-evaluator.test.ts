import { afterEach, expect, test } from 'vitest'
import { acknowledgeAlert } from '../../collector/core/alert/step.ts'
import { configOf } from '../config/builders.ts'
import { aMaintenance } from '../core/builders.ts'
import { type AlertBench, aCheck, alertBench, day, hour, minute, second } from './alert-fixture.ts'

const page = `
page: { name: Acme, url: 'https://status.example.com', locale: en }
tiers: [{ id: gold, name: Gold, availability: 99.9% }]
channels:
  mail: { kind: email, smtp: 'smtp://mail.example.com', from: a@example.com, to: [team@example.com] }
  chat: { kind: slack, webhook: 'https://hooks.example.com/T/B' }
  sms: { kind: sms, provider: twilio, account: a, token: t, from: Acme, to: ['+33612345678'] }
  social: { kind: mastodon, server: 'https://social.example', token: secret }
components:
  - { id: api, name: API, tier: gold, monitors: [{ kind: http, url: 'https://api.example.com/' }] }
  - { id: web, name: Website, tier: gold, monitors: [{ kind: http, url: 'https://example.com/' }] }
  - { id: jobs, name: Jobs, monitors: [{ kind: heartbeat, every: 1h, token: abcdefghijklmnop }] }
metrics: [{ id: cpu, name: Processor, unit: '%' }]
`
let bench: AlertBench
afterEach(() => bench.close())
const withRules = async (rules: string) => {
  bench = await alertBench(configOf(`${page}alerts:\n${rules}`))
  return bench
}
const theMessage = (title: string) => bench.sent.find(({ message }) => message.title === title)!.message

test('availability below its bound tells every channel of the team at once, and again that it is over', async () => {
  await withRules(
    "  - { id: low, name: Availability too low, when: 'availability < 99%', severity: critical }",
  )
  await bench.pass(minute)
  expect(bench.titles()).toEqual([])
  await bench.turn('api-http', 'down')
  await bench.pass(2 * minute)
  expect(bench.sent.map(({ channel }) => channel).toSorted()).toEqual(['chat', 'mail', 'sms'])
  const [{ message }] = bench.sent as [AlertBench['sent'][number]]
  expect(message).toMatchObject({
    title: 'Alert: Availability too low – API · 98.89%',
    severity: 'critical',
    action: 'trigger',
    link: 'https://status.example.com/components/api/',
    isTest: false,
  })
  expect(message.details.map(({ label, value }) => `${label}: ${value.replaceAll('\u00a0', ' ')}`)).toEqual([
    'Services: API',
    'Measured: availability of the last 1 h: 98.89%',
    'Threshold: under 99%',
    'Severity: critical',
    expect.stringMatching(/^Since: /),
  ])
  expect(message.data).toMatchObject({
    type: 'alert.fired',
    data: { alerts: [{ rule: 'low', component: 'api', state: 'firing' }] },
  })
  await bench.turn('api-http', 'up')
  await bench.pass(2 * hour)
  expect(bench.titles('chat')).toEqual([
    'Alert: Availability too low – API · 98.89%',
    'Over: Availability too low – API',
  ])
  expect(bench.sent.filter(({ channel }) => channel === 'social')).toEqual([])
})

test('what falls together is one message for each channel', async () => {
  await withRules("  - { id: low, name: Too low, when: 'availability < 99%' }")
  await bench.pass(minute)
  await bench.turn('api-http', 'down')
  await bench.turn('web-http', 'down')
  await bench.pass(2 * minute)
  expect(bench.titles('chat')).toEqual(['Alert: Too low – API, Website'])
})

test('slow answers tell the channels that the rule names, and others when nobody answers', async () => {
  await withRules(
    "  - { id: slow, name: Slow answers, when: 'response_p95 > 3s', recover: 2s, notify: [mail], escalate_after: 1h, escalate_to: [chat] }",
  )
  await bench.pass(minute)
  for (let i = 0; i < 10; i++) {
    await bench.store.commit({ checks: [aCheck('api-http', bench.clock.now(), 4_000)] })
    await bench.pass(30 * second)
  }
  expect(bench.titles('mail')).toEqual(['Alert: Slow answers – API · 3.98 s'])
  expect(bench.titles('chat')).toEqual([])
  for (let i = 0; i < 12; i++) {
    await bench.store.commit({ checks: [aCheck('api-http', bench.clock.now(), 4_000)] })
    await bench.pass(5 * minute)
  }
  expect(bench.titles('chat')).toEqual(['Still unanswered: Slow answers – API · 3.98 s'])
  for (let i = 0; i < 130; i++) {
    await bench.store.commit({ checks: [aCheck('api-http', bench.clock.now(), 100)] })
    await bench.pass(30 * second)
  }
  // The channels that were sent the alert are sent its end.
  expect(bench.titles('mail').at(-1)).toBe('Over: Slow answers – API')
  expect(bench.titles('chat').at(-1)).toBe('Over: Slow answers – API')
})

test('a message of an alert carries a link to answer by until somebody has, a new one for each message', async () => {
  await withRules(
    "  - { id: low, name: Too low, when: 'availability < 99%', notify: [chat], escalate_after: 15m, escalate_to: [sms] }",
  )
  await bench.turn('api-http', 'down')
  await bench.pass(18 * minute)
  const [fired, escalated] = bench.sent
  expect([fired?.channel, escalated?.channel]).toEqual(['chat', 'sms'])
  const address = /^https:\/\/collector\.example\/acknowledge\?token=[\w-]{22}$/
  expect(fired!.message.acknowledgeLink).toMatch(address)
  expect(escalated!.message.acknowledgeLink).toMatch(address)
  expect(escalated!.message.acknowledgeLink).not.toBe(fired!.message.acknowledgeLink)
  const [alert] = await bench.store.openAlerts()
  await bench.store.commit({
    alerts: [{ ...acknowledgeAlert(alert!, 'ada', bench.clock.now()), version: alert!.version + 1 }],
  })
  await bench.turn('api-http', 'up')
  await bench.pass(2 * hour)
  expect(bench.sent.slice(2).map(({ message }) => message.acknowledgeLink)).toEqual([null, null])
})

test('a metric beyond its bound tells, once it has been so for long enough', async () => {
  await withRules("  - { id: busy, name: Busy, when: 'metric.cpu > 80%', for: 5m, notify: [chat] }")
  const measure = (value: number) =>
    bench.store.commit({ metrics: [{ metric: 'cpu', at: bench.clock.now(), value }] })
  await measure(91)
  await bench.pass(4 * minute)
  expect(bench.titles()).toEqual([])
  await measure(92.5)
  await bench.pass(2 * minute)
  expect(bench.titles()).toEqual(['Alert: Busy – 92.5%'])
  await measure(40)
  await bench.pass(2 * minute)
  expect(bench.titles()).toEqual(['Alert: Busy – 92.5%', 'Over: Busy'])
})

test('points of a metric have only the rules judged that look at metrics, and end no other alert', async () => {
  await withRules(`
  - { id: busy, name: Busy, when: 'metric.cpu > 80%', notify: [chat], recover_for: 0s }
  - { id: low, name: Too low, when: 'availability < 99%', notify: [chat] }
  - { id: collector, when: collector_trouble, notify: [chat] }`)
  bench.troubles = ['publishing: the disk is full']
  const firing = async () => (await bench.store.openAlerts()).map(({ rule }) => rule).toSorted()
  const measure = async (value: number) => {
    await bench.store.commit({ metrics: [{ metric: 'cpu', at: bench.clock.now(), value }] })
    bench.evaluator().onStored({ kind: 'metrics' })
  }
  await bench.pass(70 * second)
  expect(await firing()).toEqual(['collector'])
  // All rules were judged 10 s ago, and are again in 5 s.
  const at = bench.clock.now()
  await bench.store.commit({
    transitions: [{ monitor: 'api-http', region: '', at: at - minute, seenAt: at, health: 'down' }],
  })
  await measure(91)
  await bench.pass(second)
  expect(await firing()).toEqual(['busy', 'collector'])
  await bench.pass(20 * second)
  expect(await firing()).toEqual(['busy', 'collector', 'low'])
  await measure(12)
  await bench.pass(2 * minute)
  expect(await firing()).toEqual(['collector', 'low'])
})

test('a budget that is spent too fast tells, over both windows, and is over soon after the outage', async () => {
  await withRules("  - { id: burn, name: Burning, when: 'burn_rate > 14.4', notify: [chat] }")
  await bench.pass(minute)
  await bench.turn('api-http', 'down')
  await bench.pass(90 * second)
  expect(bench.titles()).toEqual([expect.stringMatching(/^Alert: Burning – API · 1\d.* \/ \d+/)])
  await bench.turn('api-http', 'up')
  await bench.pass(8 * minute)
  // The hour is still spent, the last five minutes are not.
  expect(bench.titles().slice(1)).toEqual(['Over: Burning – API'])
})

test('slower than usual tells', async () => {
  await withRules("  - { id: regression, name: Slower, when: 'regression > 50%', notify: [chat] }")
  const now = bench.clock.now()
  await bench.store.commit({
    checks: [
      ...Array.from({ length: 100 }, (_, i) => aCheck('api-http', now - day + 2 * hour + i * minute, 100)),
      ...Array.from({ length: 60 }, (_, i) => aCheck('api-http', now - 50 * minute + i * 30 * second, 200)),
    ],
  })
  await bench.pass(2 * minute)
  expect(bench.titles()).toEqual([expect.stringMatching(/^Alert: Slower – API · 9\d/)])
})

test('a certificate that expires soon tells, and what no monitor has seen says nothing', async () => {
  await withRules('  - { id: certificate, name: Certificate, when: certificate_days < 14, notify: [chat] }')
  await bench.pass(minute)
  expect(bench.titles()).toEqual([])
  await bench.see('api-http', bench.clock.now() + 10 * day)
  await bench.pass(minute)
  expect(bench.titles()).toEqual(['Alert: Certificate – API · 10 d'])
  expect(bench.sent[0]!.message.details).toContainEqual({ label: 'Cause', value: 'api-http' })
})

test('a restart forgets no certificate, tells nothing twice, and a renewed one ends it once', async () => {
  await withRules(
    '  - { id: certificate, name: Certificate, when: certificate_days < 14, notify: [chat], recover_for: 0s }',
  )
  await bench.see('api-http', bench.clock.now() + 14 * day + 10 * minute)
  await bench.pass(minute)
  // No check succeeds afterwards, so that nobody sees the certificate again.
  bench.restart()
  await bench.pass(20 * minute)
  expect(bench.titles()).toEqual([expect.stringMatching(/^Alert: Certificate – API · 13\.9/)])
  for (let i = 0; i < 3; i++) {
    bench.restart()
    await bench.pass(5 * minute)
  }
  expect(bench.titles()).toHaveLength(1)
  await bench.see('api-http', bench.clock.now() + 90 * day)
  await bench.pass(minute)
  bench.restart()
  await bench.pass(5 * minute)
  expect(bench.titles().slice(1)).toEqual(['Over: Certificate – API'])
})

test('a heartbeat that is missed tells', async () => {
  await withRules(
    '  - { id: jobs, name: Job missed, when: heartbeat_missed or heartbeat_failed, notify: [chat] }',
  )
  await bench.pass(minute)
  const at = bench.clock.now()
  const fault = { code: 'missed', detail: 'no beat' } as const
  await bench.store.commit({
    checks: [{ monitor: 'jobs-heartbeat', region: '', at, health: 'down', took: null, fault }],
  })
  await bench.pass(minute)
  expect(bench.titles()).toEqual(['Alert: Job missed – Jobs'])
  expect(theMessage('Alert: Job missed – Jobs').details).toContainEqual({
    label: 'Cause',
    value: 'jobs-heartbeat',
  })
})

test('a collector in trouble tells, with what is wrong', async () => {
  await withRules('  - { id: collector, when: collector_trouble, for: 1m, notify: [chat] }')
  bench.troubles = ['publishing: the disk is full']
  await bench.pass(2 * minute)
  expect(bench.titles()).toEqual(['Alert: the collector is in trouble'])
  expect(bench.sent[0]!.message.details).toContainEqual({
    label: 'Cause',
    value: 'publishing: the disk is full',
  })
})

test('nobody is told while the component is being worked on, nor afterwards of what happened meanwhile', async () => {
  await withRules("  - { id: low, name: Too low, when: 'availability < 99%', notify: [chat] }")
  const now = bench.clock.now()
  await bench.store.commit({
    silent: true,
    maintenances: [
      aMaintenance({
        id: 'work',
        components: ['api'],
        scheduledFor: now,
        scheduledUntil: now + hour,
        publishedAt: now,
      }),
    ],
  })
  await bench.turn('api-http', 'down')
  await bench.turn('web-http', 'down')
  await bench.pass(50 * minute)
  expect(bench.titles()).toEqual([expect.stringContaining('Website')])
  await bench.turn('api-http', 'up')
  await bench.pass(30 * minute)
  expect(bench.titles().filter((title) => title.includes('API'))).toEqual([])
})

test('a restart tells nothing twice, and forgets neither what waits nor what is to escalate', async () => {
  await withRules(
    "  - { id: low, name: Too low, when: 'availability < 99%', for: 2m, notify: [chat], escalate_after: 15m, escalate_to: [sms] }",
  )
  await bench.turn('api-http', 'down')
  await bench.pass(2 * minute)
  bench.restart()
  await bench.pass(2 * minute)
  expect(bench.titles()).toEqual([expect.stringMatching(/^Alert: Too low – API/)])
  for (let i = 0; i < 5; i++) {
    bench.restart()
    await bench.pass(minute)
  }
  expect(bench.titles()).toHaveLength(1)
  bench.clock.stall(20 * minute)
  bench.restart()
  await bench.pass(minute)
  expect(bench.titles('sms')).toEqual([expect.stringMatching(/^Still unanswered: Too low – API/)])
  expect(bench.titles('chat')).toHaveLength(1)
})

test('a rule that is taken away ends its alerts, with a word to those who were told', async () => {
  await withRules("  - { id: low, name: Too low, when: 'availability < 99%', notify: [chat] }")
  await bench.turn('api-http', 'down')
  await bench.pass(2 * minute)
  const before = bench.titles().length
  bench.restart(configOf(page))
  await bench.pass(minute)
  expect(bench.titles()).toHaveLength(before + 1)
  expect(bench.titles().at(-1)).toBe('Over: Too low – API')
  expect(await bench.store.openAlerts()).toEqual([])
})
