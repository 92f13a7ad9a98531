import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explainRules } from '../../collector/cli/config/alert-lines.ts'
import { replayHistory } from '../../collector/alerts/replay-history.ts'
import { readSqliteStore } from '../../collector/store/sqlite/read-only.ts'
import { configOf } from '../config/builders.ts'
import { aCheck, alertBench, day, hour, minute } from './alert-fixture.ts'

const configIn = (locale: string) =>
  configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: ${locale}, timezone: UTC }
tiers: [{ id: gold, name: Gold, availability: 99.9% }]
channels:
  mail: { kind: email, smtp: 'smtp://mail.example.com', from: a@example.com, to: [team@example.com] }
  chat: { kind: slack, webhook: 'https://hooks.example.com/T/B' }
components: [{ id: api, name: API, tier: gold, monitors: [{ kind: http, url: 'https://api.example.com/' }] }]
metrics: [{ id: cpu, name: Processor, unit: '%' }]
alerts:
  - { id: low, when: 'availability < 99%', escalate_after: 15m }
  - { id: slow, when: 'response_p95 > 3s', for: 5m, recover: 2s, notify: [mail], escalate_after: 1h, escalate_to: [chat] }
  - { id: busy, when: 'metric.cpu > 80%', notify: [chat] }
  - { id: burn, when: 'burn_rate > 14.4' }
  - { id: certificate, when: certificate_days < 14 }
  - { id: trouble, when: collector_trouble }
`)

/** A folder with the store of a day in which the API was down for ten minutes. */
async function aFolder(): Promise<{ data: string; now: number }> {
  const data = mkdtempSync(join(tmpdir(), 'vigie-alerts-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const bench = await alertBench(configIn('en'), join(data, 'status.db'))
  const now = bench.clock.now()
  const at = now - 5 * hour
  const change = (instant: number, health: 'up' | 'down') => ({
    monitor: 'api-http',
    region: '',
    at: instant,
    seenAt: instant,
    health,
  })
  await bench.store.commit({
    transitions: [change(at, 'down'), change(at + 10 * minute, 'up')],
    metrics: [
      { metric: 'cpu', at: now - 3 * hour, value: 95 },
      { metric: 'cpu', at: now - 2 * hour, value: 20 },
    ],
    checks: Array.from({ length: 24 * 60 }, (_, i) => aCheck('api-http', now - day + (i + 1) * minute)),
  })
  await bench.close()
  return { data, now }
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('a rule is explained in a few sentences, with when it would have fired in what is stored', async () => {
  const { data, now } = await aFolder()
  const rules = await explainRules(data, configIn('en'), now)
  expect(Object.fromEntries(rules.map(({ rule, text }) => [rule, plain(text)]))).toEqual({
    low: 'Fires when availability of the last 1 h is under 99%, judged for each service. It tells mail and chat. Without an answer it tells mail and chat after 15 min. It ends once this has been over for 1 min. In the stored history of 1 d it would have fired 1 time, last on Nov 1, 2026, 07:01.',
    slow: 'Fires when response time (P95) of the last 1 h is over 3 s, for 5 min, judged for each service. It tells mail. Without an answer it tells chat after 1 h. It ends once it has been back at 2 s for 1 min. In the stored history of 1 d it would not have fired.',
    busy: 'Fires when Processor is over 80%. It tells chat. It ends once this has been over for 1 min. In the stored history of 1 d it would have fired 1 time, last on Nov 1, 2026, 09:00.',
    burn: 'Fires when error budget burn rate of the last 1 h and 5 min is over 14.4, judged for each service. It tells mail and chat. It ends once this has been over for 1 min. In the stored history of 1 d it would have fired 1 time, last on Nov 1, 2026, 07:01.',
    certificate:
      'Fires when time left on the certificate is under 14 d, judged for each service. It tells mail and chat. It ends once this has been over for 1 min. No monitor has seen a certificate yet: nobody knows when it would have fired.',
    trouble:
      'Fires when the collector is in trouble. It tells mail and chat. It ends once this has been over for 1 min. What was wrong with the collector in the past is not stored: nobody knows when it would have fired.',
  })
  expect(rules[0]!.fired_at).toEqual([expect.stringMatching(/^2026-11-01T07:0/)])
})

test.each(['fr', 'de', 'es'])('the team reads it in its language: %s', async (locale) => {
  const { data, now } = await aFolder()
  for (const { text } of await explainRules(data, configIn(locale), now)) {
    expect(text).not.toMatch(/\{\w+\}|undefined|Fires|tells/)
  }
})

test('a folder without a store has its rules explained without their past', async () => {
  const data = mkdtempSync(join(tmpdir(), 'vigie-alerts-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const [low] = await explainRules(data, configIn('en'), Date.UTC(2026, 10, 1))
  expect(low!.text).toContain('It tells mail and chat.')
  expect(low!.text).not.toContain('history')
  expect(low!.fired_at).toBeNull()
})

test('certificates, jobs and slowdowns are replayed from what is stored of them', async () => {
  const data = mkdtempSync(join(tmpdir(), 'vigie-alerts-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en, timezone: UTC }
channels: { chat: { kind: slack, webhook: 'https://hooks.example.com/T/B' } }
components:
  - { id: api, name: API, monitors: [{ kind: http, url: 'https://api.example.com/' }] }
  - { id: jobs, name: Jobs, monitors: [{ kind: heartbeat, every: 1h, token: abcdefghijklmnop }] }
alerts:
  - { id: certificate, when: certificate_days < 14 }
  - { id: jobs, when: heartbeat_missed or heartbeat_failed }
  - { id: slower, when: regression > 50% }
`)
  const bench = await alertBench(config, join(data, 'status.db'))
  const now = bench.clock.now()
  const start = Math.floor(now / day) * day - 9 * day
  const beat = (at: number, code?: 'missed' | 'failed') => ({
    monitor: 'jobs-heartbeat',
    region: '',
    at,
    took: null,
    ...(code ? { health: 'down' as const, fault: { code, detail: 'x' } } : { health: 'up' as const }),
  })
  const slowAt = now - 5 * hour
  await bench.store.commit({
    checks: [
      ...Array.from({ length: Math.floor((now - start) / minute) }, (_, i) => start + i * minute).map((at) =>
        aCheck('api-http', at, at >= slowAt && at < slowAt + 2 * hour ? 200 : 50),
      ),
      beat(start),
      beat(now - 4 * day, 'missed'),
      beat(now - 4 * day + hour),
      beat(now - 2 * day, 'failed'),
      beat(now - 2 * day + hour),
    ],
    certificates: [
      { monitor: 'api-http', at: now - 3 * day, expiresAt: now + 12 * day },
      { monitor: 'api-http', at: now - day, expiresAt: now + 90 * day },
    ],
  })
  await bench.close()
  const replays = await readSqliteStore(join(data, 'status.db'), (reader) =>
    replayHistory(reader, config, now, () => true),
  )
  const pastOf = (id: string) => {
    const past = replays.find(({ rule }) => rule.id === id)!.past
    if (typeof past === 'string') throw new Error(past)
    return past
  }
  const near = (fired: number, at: number, within: number): void => {
    expect(fired - at).toBeGreaterThanOrEqual(0)
    expect(fired - at).toBeLessThanOrEqual(within)
  }
  const certificate = pastOf('certificate')
  expect([certificate.firedAt.length, certificate.span]).toEqual([1, 3 * day])
  near(certificate.firedAt[0]!, now - 2 * day, 10 * minute)
  const jobs = pastOf('jobs').firedAt
  expect(jobs).toHaveLength(2)
  near(jobs[0]!, now - 4 * day, 10 * minute)
  near(jobs[1]!, now - 2 * day, 10 * minute)
  const slower = pastOf('slower').firedAt
  expect(slower).toHaveLength(1)
  near(slower[0]!, slowAt, 2 * hour)
})
