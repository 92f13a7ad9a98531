import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createNotifier } from '../../collector/channels/index.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import { startMailServer } from '../channels/smtp-fixture.ts'
import { aStandIn } from '../channels/stand-in.ts'
import { configOf } from '../config/builders.ts'
import { type AlertBench, aCheck, alertBench, day, hour, minute, second } from './alert-fixture.ts'

/** The rules that are shipped, with the channels that the handbook names. */
const shipped = /^alerts:\n(?:[ #].*\n|\n)+/m
  .exec(readFileSync(join(import.meta.dirname, '../../data/status.yaml'), 'utf8'))![0]
  .replaceAll(/^ {4}# (notify|escalate_to):/gm, '    $1:')

let bench: AlertBench
afterEach(() => bench.close())

/** A team behind real servers, and one of the shipped rules. */
async function aTeamWith(rule: string) {
  const slack = await aStandIn(() => ({ status: 200, body: 'ok' }))
  const twilio = await aStandIn(() => ({ status: 201, body: { sid: 'SM1' } }))
  const mail = await startMailServer()
  const all = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
tiers: [{ id: gold, name: Gold, availability: 99.9% }]
channels:
  email: { kind: email, smtp: 'smtp://127.0.0.1:${mail.port}', from: a@example.com, to: [team@example.com] }
  slack: { kind: slack, webhook: '${slack.url}/T/B' }
  sms: { kind: sms, provider: twilio, account: AC1, token: t, from: Acme, to: ['+33612345678'], base_url: '${twilio.url}' }
components: [{ id: api, name: API, tier: gold, monitors: [{ kind: http, url: 'https://api.example.com/' }] }]
metrics: [{ id: cpu, name: Processor, unit: '%' }]
${shipped}`)
  const config = { ...all, alerts: all.alerts.filter(({ id }) => id === rule) }
  expect(config.alerts).toHaveLength(1)
  const deps = { now: () => 0, secrets: [], words: wordsOf('en').messages }
  const notifiers = Object.fromEntries(
    config.channels.map((channel) => [channel.name, createNotifier(channel, deps)!]),
  )
  bench = await alertBench(config, ':memory:', notifiers)
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
  /** Who was told since it was asked last, in what words. */
  let before: readonly string[] = []
  return () => {
    const arrived = [
      ...mail.mails.map(({ parsed }) => `email ${plain(parsed.subject ?? '')}`),
      ...slack.asked.map(({ text }) => `slack ${plain(JSON.parse(text).text)}`),
      ...twilio.asked.map(({ text }) => `sms ${plain(new URLSearchParams(text).get('Body')!)}`),
    ].map((line) => /^(\w+) .*?(Alert|Still unanswered|Over): /.exec(line)!.slice(1, 3).join(': '))
    const fresh = arrived.toSorted()
    for (const line of before) fresh.splice(fresh.indexOf(line), 1)
    before = arrived
    return fresh
  }
}
const everybody = (word: string): readonly string[] =>
  ['email', 'slack', 'sms'].map((who) => `${who}: ${word}`)

test('availability under 99 % tells every channel at once, and again after 15 minutes without an answer', async () => {
  const told = await aTeamWith('unavailable')
  await bench.pass(minute)
  await bench.turn('api-http', 'down')
  await bench.pass(2 * minute)
  expect(told()).toEqual(everybody('Alert'))
  await bench.pass(12 * minute)
  expect(told()).toEqual([])
  await bench.pass(3 * minute)
  expect(told()).toEqual(everybody('Still unanswered'))
  await bench.turn('api-http', 'up')
  await bench.pass(2 * hour)
  expect(told()).toEqual(everybody('Over'))
})

test('answers slower than 3 s tell by mail, and everybody after an hour without an answer', async () => {
  const told = await aTeamWith('slow')
  const answer = async (took: number, count: number) => {
    for (let i = 0; i < count; i++) {
      await bench.store.commit({ checks: [aCheck('api-http', bench.clock.now(), took)] })
      await bench.pass(minute)
    }
  }
  await answer(4_000, 5)
  expect(told()).toEqual(['email: Alert'])
  await answer(4_000, 50)
  expect(told()).toEqual([])
  await answer(4_000, 10)
  expect(told()).toEqual(everybody('Still unanswered'))
  await answer(100, 80)
  expect(told()).toEqual(everybody('Over'))
})

test('a processor above 80 % tells Slack, and mail too after four hours without an answer', async () => {
  const told = await aTeamWith('busy')
  const measure = async (value: number, minutes: number) => {
    for (let i = 0; i < minutes; i++) {
      await bench.store.commit({ metrics: [{ metric: 'cpu', at: bench.clock.now(), value }] })
      bench.evaluator().onStored({ kind: 'metrics' })
      await bench.pass(minute)
    }
  }
  await measure(91, 4)
  expect(told()).toEqual([])
  await measure(91, 3)
  expect(told()).toEqual(['slack: Alert'])
  await measure(91, 230)
  expect(told()).toEqual([])
  await measure(91, 15)
  expect(told()).toEqual(['email: Still unanswered', 'slack: Still unanswered'])
  await measure(20, 5)
  expect(told()).toEqual(['email: Over', 'slack: Over'])
})

test.each([
  ['budget', () => bench.turn('api-http', 'down')],
  ['certificate', () => bench.see('api-http', bench.clock.now() + 13 * day)],
  ['collector', () => Promise.resolve(void (bench.troubles = ['the disk is full']))],
] as const)('the rule %s tells every channel, once', async (rule, begin) => {
  const told = await aTeamWith(rule)
  await bench.pass(minute)
  await begin()
  await bench.pass(20 * minute)
  expect(told()).toEqual(everybody('Alert'))
  await bench.pass(20 * second)
  expect(told()).toEqual([])
})
