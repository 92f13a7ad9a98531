import { expect, test } from 'vitest'
import { problemsOf, configOf, monitorOf, oneComponent, page, withMonitor } from './builders.ts'

test('the smallest file gets every default', () => {
  const { page: shown, ...rest } = configOf(`${page}${oneComponent}`)
  expect(shown).toEqual({
    name: 'Acme',
    url: null,
    locale: 'en',
    locales: ['en'],
    timezone: 'UTC',
    historyDays: 90,
    theme: { accent: null, logo: null, css: null },
    contact: null,
  })
  expect(rest.components).toEqual([
    { id: 'api', name: 'API', description: null, group: null, tier: null, priority: null, monitors: [] },
  ])
  expect(rest.uptime).toEqual({
    weights: { operational: 0, degraded_performance: 0, partial_outage: 300, major_outage: 1000 },
    excludeMaintenance: 'announced',
  })
  expect(rest.incidents).toMatchObject({
    automatic: true,
    reopenWithin: 900_000,
    from: 'degraded_performance',
  })
  expect(rest.publish).toEqual({ every: 60_000, after: [], hub: null })
  expect(rest.retention).toEqual({ checks: 30 * 86_400_000 })
  expect(rest).toMatchObject({ region: '', connectivity: [], demo: null, secrets: [], priorities: {} })
  expect(rest.notice).toEqual({ default: 86_400_000 })
})

test('a monitor of two keys is complete', () => {
  expect(monitorOf('{ kind: http, url: https://example.com/ }')).toEqual({
    id: 'api-http',
    component: 'api',
    kind: 'http',
    url: 'https://example.com/',
    method: 'GET',
    headers: {},
    redirects: 5,
    every: 30_000,
    timeout: 10_000,
    confirm: { failures: 2, successes: 1, retryEvery: 5000 },
    expect: { status: [[200, 299]], json: [], header: {} },
  })
})

test('what a monitor says wins over the defaults section, key by key', () => {
  const monitor = monitorOf(
    '{ kind: ping, host: example.com, every: 5s, timeout: 1s, confirm: { failures: 4 } }',
    {},
    'defaults: { every: 1m, timeout: 2s, confirm: { failures: 3, successes: 2 } }\n',
  )
  expect(monitor).toMatchObject({
    every: 5000,
    timeout: 1000,
    confirm: { failures: 4, successes: 2, retryEvery: 5000 },
  })
})

test('one beat or one missed beat is enough for a heartbeat', () => {
  const monitor = monitorOf('{ kind: heartbeat, every: 24h, grace: 15m, token: nightly-backup }')
  expect(monitor).toMatchObject({ every: 86_400_000, grace: 900_000, confirm: { failures: 1, successes: 1 } })
})

test('every expectation of the contract is read', () => {
  const monitor = monitorOf(`
        kind: http
        url: https://example.com/
        method: POST
        headers: { X-Tries: 3 }
        body: hello
        redirects: 0
        expect:
          status: [200, '3xx', 404-410]
          body_contains: ok
          body_lacks: error
          body_matches: '^a+$'
          json: { $.status: ok, $.queue: '< 100', $.n: 3, "$['a b'][0]": true, $.gone: null }
          header: { Content-Type: application/json }
          within: 5s
          degraded_above: 2s
          certificate_days: 14`)
  expect(monitor).toMatchObject({
    method: 'POST',
    headers: { 'x-tries': '3' },
    body: 'hello',
    redirects: 0,
    expect: {
      status: [
        [200, 200],
        [300, 399],
        [404, 410],
      ],
      bodyContains: 'ok',
      bodyLacks: 'error',
      bodyMatches: '^a+$',
      json: [
        { path: '$.status', equals: 'ok' },
        { path: '$.queue', condition: { operator: '<', value: 100 } },
        { path: '$.n', equals: 3 },
        { path: "$['a b'][0]", equals: true },
        { path: '$.gone', equals: null },
      ],
      header: { 'content-type': 'application/json' },
      within: 5000,
      degradedAbove: 2000,
      certificateDays: 14,
    },
  })
})

test('the other kinds get their own defaults', () => {
  expect(monitorOf('{ kind: dns, name: example.com, server: 9.9.9.9 }')).toMatchObject({
    type: 'A',
    server: '9.9.9.9:53',
  })
  expect(monitorOf("{ kind: dns, name: example.com, server: '[2620:fe::9]:53' }")).toMatchObject({
    server: '[2620:fe::9]:53',
  })
  expect(monitorOf('{ kind: tls, host: example.com }')).toMatchObject({ port: 443, expect: {} })
  expect(monitorOf("{ kind: tcp, host: '[::1]', port: 80 }")).toMatchObject({ host: '::1', port: 80 })
  expect(
    monitorOf("{ kind: prometheus, url: http://p:9090, query: up, expect: { value: '>= 1' } }"),
  ).toMatchObject({
    headers: {},
    expect: { value: { operator: '>=', value: 1 } },
  })
  expect(
    monitorOf('{ kind: websocket, url: wss://example.com/, send: ping, expect: { body_contains: pong } }'),
  ).toMatchObject({
    send: 'ping',
    expect: { bodyContains: 'pong' },
  })
})

test.each([
  ['500ms', 500],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['4h', 14_400_000],
])('a duration of %s is %i ms', (written, ms) => {
  expect(
    monitorOf(`{ kind: ping, host: a, expect: { within: 1ms } }`, {}, `incidents: { fold: ${written} }\n`),
  ).toBeDefined()
  expect(
    configOf(withMonitor('{ kind: ping, host: a }', `incidents: { fold: ${written} }\n`)).incidents
      .reopenWithin,
  ).toBe(ms)
})

test('the time within which an incident is reopened has one name, and its earlier one is read', () => {
  const monitor = '{ kind: ping, host: a }'
  const written = (keys: string) => withMonitor(monitor, `incidents: { ${keys} }\n`)
  expect(configOf(written('reopen_within: 5m')).incidents.reopenWithin).toBe(300_000)
  expect(configOf(written('fold: 5m')).incidents.reopenWithin).toBe(300_000)
  expect(problemsOf(written('fold: 5m, reopen_within: 5m'))).toEqual([
    expect.stringContaining('incidents.fold: stands beside reopen_within, its later name. Remove fold.'),
  ])
})

test('an operator’s words for incidents replace ours in their language only', () => {
  const { templates } = configOf(
    `page: { name: Acme, locales: [fr, en] }\n${oneComponent}incidents: { templates: { recovered: { en: Back. } } }\n`,
  ).incidents
  expect(templates.recovered).toEqual({ fr: expect.stringContaining('{duration}') as string, en: 'Back.' })
  expect(templates.title.major_outage).toEqual({
    fr: '{component}\u00a0: service indisponible',
    en: '{component}: service unavailable',
  })
})

test('an entry of the programme may bring the notice of its class', () => {
  const { notice } = configOf(
    `${page}${oneComponent}maintenance: [{ id: m, class: rare, title: T, rrule: FREQ=YEARLY, at: '03:00', lasts: 1h, components: [api], notice: 4w }]\n`,
  )
  expect(notice).toEqual({ default: 86_400_000, rare: 4 * 604_800_000 })
})

test('anchors and merges save repetition', () => {
  const config = configOf(`${page}components:
  - id: a
    name: A
    monitors: [&web { kind: http, url: https://example.com/, every: 1m }]
  - id: b
    name: B
    monitors: [{ <<: *web, every: 5s }]
`)
  expect(config.components[1]!.monitors[0]).toMatchObject({
    id: 'b-http',
    url: 'https://example.com/',
    every: 5000,
  })
})

test('a new version is held against the triggers of the handbook, or against those that are written alone', () => {
  const rulesOf = (more: string) =>
    configOf(`page: { name: X }\ncomponents: [{ id: api, name: A }]\n${more}`).deployments
  expect(rulesOf('')).toEqual({
    watch: 1_800_000,
    rollback: {
      errorRate: 50_000,
      responseP95: 5_000,
      regression: 500_000,
      componentDown: true,
      critical: null,
    },
    checklist: [],
    publicChecklist: false,
  })
  expect(rulesOf('deployments: { rollback: { error_rate: 2%, critical: [api] } }').rollback).toEqual({
    errorRate: 20_000,
    responseP95: null,
    regression: null,
    componentDown: true,
    critical: ['api'],
  })
})
