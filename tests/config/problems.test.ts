import { expect, test } from 'vitest'
import { oneComponent, page, problemsOf, withMonitor } from './builders.ts'

test('every problem of a file is reported at once, in reading order, each with what to write', () => {
  expect(
    problemsOf(`page:
  name: Acme
  histroy_days: 90
  timezone: europe/paris
components:
  - id: api
    name: API
    tier: gold
    monitors:
      - kind: http
        url: api.example.com
        every: 30
  - id: api
    name: Other
publish: { every: 0s }
`),
  ).toEqual([
    'status.yaml:3:3 page.histroy_days: is not a key known here. Did you mean "history_days"? Known here: name, url, locale, locales, timezone, history_days, theme, contact.',
    'status.yaml:4:13 page.timezone: "europe/paris" is not a timezone. Did you mean "Europe/Paris"? Write a name such as "Europe/Paris" or "UTC".',
    'status.yaml:8:11 components[0].tier: there is no tier "gold". Add it under tiers or remove it here.',
    'status.yaml:11:14 components[0].monitors[0].url: "api.example.com" has no scheme. Write an address that begins with https:// or http://, such as "https://api.example.com/health".',
    'status.yaml:12:16 components[0].monitors[0].every: "30" has no unit. Write "30s".',
    'status.yaml:13:9 components[1].id: "api" is already the id of component number 1. Write another id.',
    'status.yaml:15:19 publish.every: "0s" is shorter than 1s. Write "1s" or more.',
  ])
})

const problemsOfMonitor = (monitor: string): string[] =>
  problemsOf(withMonitor(`{ ${monitor} }`)).map((line) =>
    line.replace(/^status\.yaml:\d+:\d+ components\[0\]\.monitors\[0\]\.?/, ''),
  )

test.each([
  [
    'kind: htpp, url: https://a',
    'kind: "htpp" is not a kind known here. Did you mean "http"? Write http, tcp, dns, tls, ping, heartbeat, websocket or prometheus.',
  ],
  [
    'url: https://a',
    'kind: is missing. Write "kind: http" (or tcp, dns, tls, ping, heartbeat, websocket or prometheus).',
  ],
  ['kind: http', 'url: is missing. Write "url: https://api.example.com/health".'],
  [
    'kind: http, url: https://a, every: 30 sec',
    'every: "30 sec" is not written as durations are here. Write "30s".',
  ],
  [
    'kind: http, url: https://a, every: soon',
    'every: "soon" is not a duration. Write a number and a unit (ms, s, m, h, d or w), such as "30s".',
  ],
  ['kind: http, url: https://a, every: 500ms', 'every: "500ms" is shorter than 1s. Write "1s" or more.'],
  [
    'kind: http, url: https://a, method: get',
    'method: "get" is not known here. Did you mean "GET"? Write GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.',
  ],
  [
    'kind: http, url: https://a, expect: { status: [200, 99] }',
    'expect.status[1]: "99" is not an HTTP status. Write 200, 2xx, 200-299 or a list of those.',
  ],
  [
    "kind: http, url: https://a, expect: { body_matches: '(?=a)' }",
    'expect.body_matches: "(?=a)" is not a regular expression that can be used here. Write one in RE2 syntax, without look-around and back-references.',
  ],
  [
    'kind: http, url: https://a, expect: { json: { status: ok } }',
    'expect.json.status: "status" is not a path into JSON. Write for example "$.status".',
  ],
  [
    "kind: http, url: https://a, expect: { json: { $.q: '< x' } }",
    'expect.json["$.q"]: "< x" compares with something that is not a number. Write for example \'< 100\'.',
  ],
  [
    'kind: tcp, host: db, port: 70000',
    'port: "70000" is more than 65535. Write a whole number from 1 to 65535, such as 5432.',
  ],
  [
    'kind: tcp, host: tcp://db:5432, port: 5432',
    'host: "tcp://db:5432" is not a host name or an IP address alone. Write "db".',
  ],
  [
    'kind: tcp, host: 999.1.1.1, port: 1',
    'host: "999.1.1.1" is not a host name or an IP address alone. Write "db.internal".',
  ],
  [
    'kind: ping, host: a, url: https://a',
    'url: is not a key known here. Known here: kind, id, every, timeout, confirm, regions, quorum, host, expect.',
  ],
  [
    'kind: websocket, url: https://a',
    'url: "https://a" begins with a scheme that cannot be used here. Write an address that begins with wss:// or ws://, such as "wss://example.com/live".',
  ],
  [
    "kind: prometheus, url: 'http://p', query: up, expect: { value: low }",
    'expect.value: "low" is not a condition on a number. Write a comparison (<, <=, >, >=, ==, !=) and a number, such as \'< 0.1\'.',
  ],
  [
    'kind: heartbeat, token: nightly-backup',
    `every: is missing. Write "every: 24h", or "schedule: '30 3 * * *'" for a job that runs by the clock.`,
  ],
  [
    'kind: dns, name: example.com, type: AAA',
    'type: "AAA" is not known here. Did you mean "AAAA"? Write A, AAAA, CNAME, MX, NS, TXT, SRV, CAA, PTR or SOA.',
  ],
])('a monitor { %s } is told what is wrong with it, and nothing else', (monitor, message) => {
  expect(problemsOfMonitor(monitor)).toEqual([message])
})

test('a second monitor of a kind is asked for an id', () => {
  expect(problemsOf(withMonitor('{ kind: ping, host: a }\n      - { kind: ping, host: b }'))).toEqual([
    'status.yaml:7:9 components[0].monitors[1]: without an id it is called "api-ping", as another monitor is. Write "id: api-ping-2" or a name of your own.',
  ])
})

test('names that lead nowhere are reported where they are written', () => {
  expect(
    problemsOf(`${page}${oneComponent}priorities: { P1: { notify: [emial] } }
maintenance: [{ id: m, class: wekly, title: T, rrule: FREQ=WEEKLY, at: '03:00', lasts: 1h, components: [web] }]
channels:
  email: { kind: email, smtp: smtp://localhost, from: a@example.com }
  hook: { kind: webhook, url: https://example.com/ }
subscriptions: { email: { channel: hook } }
alerts: [{ id: a, when: metric.cpu > 80 }]
`).map((line) => line.replace('status.yaml:', '')),
  ).toEqual([
    '5:30 priorities.P1.notify[0]: there is no channel "emial". Did you mean "email"? Write one of channels: email, hook.',
    '6:31 maintenance[0].class: the class "wekly" has no notice. Write it under notice, or give this entry a notice of its own.',
    '6:105 maintenance[0].components[0]: there is no component "web". Write one of components: api.',
    '10:25 subscriptions.email: links in mails need an absolute address, and there is none. Write page.url, or subscriptions.url where this collector is at another address than the page.',
    '10:36 subscriptions.email.channel: the channel "hook" does not send e-mail. Write a channel whose kind is email.',
    '11:25 alerts[0].when: there is no metric "cpu". Add it under metrics.',
  ])
})

test('the page’s locale must be one of its locales', () => {
  expect(problemsOf(`page: { name: A, locale: de, locales: [fr, en] }\n${oneComponent}`)).toEqual([
    'status.yaml:1:26 page.locale: there is no locale "de". Write one of page.locales: fr, en.',
  ])
})

test('a promise without a percent sign is asked for one', () => {
  expect(problemsOf(`${page}${oneComponent}tiers: [{ id: a, name: A, availability: 99.9 }]\n`)).toEqual([
    'status.yaml:5:41 tiers[0].availability: "99.9" has no percent sign. Write "99.9%".',
  ])
})

test('no message speaks the library’s language', () => {
  const everything = problemsOf(`page: 3
defaults: []
components: { a: 1 }
tiers: x
objectives: [1]
uptime: { weights: { major_outage: heavy } }
notice: 5
priorities: { P1: now }
incidents: { automatic: maybe, templates: { opened: [] } }
maintenance: [3, { rrule: x }]
metrics: [{ id: 1, pull: { kind: sql } }]
alerts: [{ when: 3 }]
channels: { a: { kind: pigeon }, b: 3 }
subscriptions: yes
retention: { checks: ever }
publish: { after: rsync }
demo: { services: [{ kind: ftp }] }
connectivity: { any_of: [1.1.1.1] }
`)
  expect(everything.length).toBeGreaterThan(25)
  for (const line of everything) {
    expect(line).toMatch(/^status\.yaml:\d+:\d+ \S+: .+[^.]\. .+\.$/)
    expect(line).not.toMatch(
      /expected|received|invalid input|undefined|\bNaN\b|\[object|\{value\}|\{key\}|Symbol/i,
    )
  }
})

test('a text of blanks is no text', () => {
  const problems = problemsOf(
    `page: { name: Acme }\ncomponents:\n  - { id: api, name: { en: ' ' } }\n  - { id: web, name: ' ' }\n`,
  )
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatch(/^status\.yaml:3:28 components\[0\]\.name\.en: is empty\. Write the text/)
  expect(problems[1]).toMatch(/^status\.yaml:4:22 components\[1\]\.name: is blank\. Write for example "/)
})

test('a recurrence rule that never names a day is refused, one for leap days is not', () => {
  const rule = (written: string): string[] =>
    problemsOf(
      `${page}${oneComponent}maintenance: [{ id: m, title: T, rrule: "${written}", at: "03:00", lasts: 1h, components: [api] }]\n`,
    )
  expect(rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30').join()).toContain('names no day at all')
  expect(rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')).toEqual([])
  expect(rule('FREQ=DAILY;UNTIL=20200101T000000')).toEqual([])
})

test('what readers are sent leads to the page, and a webhook is confirmed by a mail', () => {
  const entry = 'subscriptions: { webhook: true, push: true }\n'
  expect(
    problemsOf(`${page}${oneComponent}${entry}`).map((line) => line.replace(/^status.yaml:\d+:\d+ /, '')),
  ).toEqual([
    'subscriptions.webhook: messages lead to the page, and it has no address. Write page.url.',
    'subscriptions.webhook: a webhook is confirmed by e-mail, and no e-mail is configured. Add email: { channel: … } beside it.',
    'subscriptions.push: messages lead to the page, and it has no address. Write page.url.',
  ])
})
