import { expect, test } from 'vitest'
import { parseConfig } from '../../collector/config/load-config.ts'

const page =
  'page: { name: Example, url: https://status.example.com }\ncomponents: [{ id: api, name: API }]\n'
const channels = `channels:
  team: { kind: email, smtp: 'smtp://mail.example.com', from: status@example.com, to: [team@example.com] }
  hook: { kind: webhook, url: 'https://example.com/hook' }
`
const load = (text: string) => {
  const loaded = parseConfig(page + text, 'status.yaml', {})
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded
}

test('channels, alerts, subscriptions and escalations come with every default filled in', () => {
  const { config } = load(`${channels}
alerts: [{ id: slow, when: 'response_p95 > 3s' }]
subscriptions: { email: { channel: team } }
priorities: { P1: { response: 15m, escalate_after: 0s, notify: [team] }, P3: { response: 4h } }
`)
  expect(config.channels).toEqual([
    {
      name: 'team',
      kind: 'email',
      smtp: 'smtp://mail.example.com',
      from: 'status@example.com',
      to: ['team@example.com'],
      replyTo: null,
      baseUrl: null,
    },
    { name: 'hook', kind: 'webhook', url: 'https://example.com/hook', secret: null, baseUrl: null },
  ])
  expect(config.alerts).toEqual([
    {
      id: 'slow',
      name: null,
      when: { metric: 'response_p95', operator: '>', value: 3_000 },
      over: 3_600_000,
      holdFor: 0,
      components: null,
      severity: 'warning',
      notify: null,
      escalateAfter: null,
      escalateTo: [],
    },
  ])
  expect(config.subscriptions).toEqual({ emailChannel: 'team', url: null })
  expect(config.escalations).toEqual({
    P1: { notify: ['team'], after: 0 },
    P3: { notify: null, after: null },
  })
})

test('what is configured and will not fire is one warning each', () => {
  const { warnings } = load(`${channels}
alerts: [{ id: slow, when: 'response_p95 > 3s' }]
subscriptions: { email: { channel: team } }
`)
  expect(warnings.map(({ path, line, message }) => `${line} ${path}: ${message}`)).toEqual([
    '3 channels: nothing is sent to a channel by this version: the 2 here will not fire. Tell people by the page, its feeds or publish.after until then.',
    '7 alerts: no alert fires in this version. Build rules on /metrics of the collector until then.',
  ])
  expect(load('').warnings).toEqual([])
})

test('subscriptions by e-mail need an absolute address for the links in mails', () => {
  const without = (text: string) => {
    const loaded = parseConfig(
      `page: { name: Example }\ncomponents: [{ id: api, name: API }]\n${channels}${text}`,
      'status.yaml',
      {},
    )
    return loaded.ok ? [] : loaded.problems.map(({ path, line, message }) => `${line} ${path}: ${message}`)
  }
  expect(without('subscriptions: { email: { channel: team } }')).toEqual([
    '6 subscriptions.email: links in mails need an absolute address, and there is none. Write page.url, or subscriptions.url where this collector is at another address than the page.',
  ])
  expect(without("subscriptions: { email: { channel: team }, url: 'https://collector.example/' }")).toEqual(
    [],
  )
})
