import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultNews } from '../../collector/core/config/channel.ts'
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
      dkim: null,
      baseUrl: null,
      news: defaultNews.email,
    },
    {
      name: 'hook',
      kind: 'webhook',
      url: 'https://example.com/hook',
      secret: null,
      template: null,
      baseUrl: null,
      news: defaultNews.webhook,
    },
  ])
  expect(config.alerts).toEqual([
    {
      id: 'slow',
      name: null,
      when: [{ figure: 'response_p95', operator: '>', bound: 3_000, windows: [3_600_000] }],
      holdFor: 0,
      recover: null,
      recoverFor: 60_000,
      components: null,
      severity: 'warning',
      notify: null,
      escalateAfter: null,
      escalateTo: null,
    },
  ])
  expect(config.subscriptions).toEqual({
    emailChannel: 'team',
    emailsPerSecond: 50,
    url: null,
    webhook: false,
    push: false,
  })
  expect(config.escalations).toEqual({
    P1: { notify: ['team'], after: 0 },
    P3: { notify: null, after: null },
  })
})

test('mail is signed with a key from a file beside the configuration, or from the environment', () => {
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const folder = mkdtempSync(join(tmpdir(), 'vigie-dkim-'))
  const keyOf = (written: string, environment = {}) => {
    const text = `${page}channels: { team: { kind: email, smtp: 'smtp://mail.example.com', from: a@example.com, dkim: { domain: example.com, selector: vigie, key: '${written}' } } }`
    const loaded = parseConfig(text, join(folder, 'status.yaml'), environment)
    if (!loaded.ok) return loaded.problems.map(({ path, message }) => `${path}: ${message}`)
    const [channel] = loaded.config.channels
    return channel?.kind === 'email' ? channel.dkim?.key : null
  }
  try {
    writeFileSync(join(folder, 'dkim.pem'), key)
    writeFileSync(join(folder, 'broken.pem'), 'no key')
    expect(keyOf('dkim.pem')).toBe(key)
    expect(keyOf('${DKIM_KEY}', { DKIM_KEY: key })).toBe(key)
    expect(keyOf('${DKIM_KEY}', { DKIM_KEY: key.replaceAll('\n', '\\n') })).toBe(key)
    expect(keyOf('missing.pem')).toEqual([
      expect.stringContaining('the file of the key: there is no such file'),
    ])
    expect(keyOf('broken.pem')).toEqual([expect.stringContaining('is no private key')])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe('a channel', () => {
  const problemsOf = (channel: string): string[] => {
    const loaded = parseConfig(`${page}channels:\n  it: ${channel}\n`, 'status.yaml', {})
    return loaded.ok ? [] : loaded.problems.map(({ path, message }) => `${path} ${message}`)
  }

  test('of every kind is read from what its service gives', () => {
    const { config } = load(`channels:
  slack: { kind: slack, webhook: 'https://hooks.slack.com/services/T0/B0/x', news: [alerts] }
  discord: { kind: discord, webhook: 'https://discord.com/api/webhooks/1/x' }
  teams: { kind: teams, webhook: 'https://example.logic.azure.com/workflows/x' }
  mattermost: { kind: mattermost, webhook: 'https://chat.example.com/hooks/x' }
  telegram: { kind: telegram, token: '123456:ABCdefGhIJKlmNoPQRsTUVwxyZ', chat: '-1001' }
  ntfy: { kind: ntfy, topic: vigie-Xy12 }
  pushover: { kind: pushover, token: apptoken, user: userkey }
  pagerduty: { kind: pagerduty, routing_key: abcdef }
  opsgenie: { kind: opsgenie, key: abcdef }
  matrix: { kind: matrix, homeserver: 'https://matrix.example.com', room: '!room:example.com', token: syt }
  gotify: { kind: gotify, url: 'https://gotify.example.com', token: abc }
  mastodon: { kind: mastodon, server: 'https://mastodon.social', token: abc }
  bluesky: { kind: bluesky, handle: status.example.com, password: abcd-efgh }
`)
    expect(config.channels).toHaveLength(13)
    expect(config.channels[0]!.news).toEqual(['alerts'])
    expect(config.channels.slice(1).every(({ kind, news }) => news === defaultNews[kind])).toBe(true)
    for (const secret of ['userkey', 'abcd-efgh', 'vigie-Xy12', 'https://chat.example.com/hooks/x'])
      expect(config.secrets).toContain(secret)
  })

  test('that strangers read is never told of what concerns the team alone', () => {
    expect(
      problemsOf("{ kind: mastodon, server: 'https://m.example', token: abc, news: [incidents, alerts] }"),
    ).toEqual([expect.stringContaining('alerts')])
  })

  test('that strangers read is named by no alert', () => {
    const social = "channels: { social: { kind: mastodon, server: 'https://m.example', token: abc } }\n"
    const loaded = parseConfig(
      `${page}${social}alerts: [{ id: slow, when: 'response_p95 > 3s', notify: [social] }]\n`,
      'status.yaml',
      {},
    )
    expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/strangers read the channel "social".*not for the public/),
    ])
  })

  test('takes a template only with places that there are', () => {
    const hook = (template: string) =>
      problemsOf(`{ kind: webhook, url: 'https://a.example', template: ${template} }`)
    expect(hook('{ text: "{title} {link}", n: [1, true] }')).toEqual([])
    expect(hook(`'{ "text": "{title}" }'`)).toEqual([])
    expect(hook('{ text: "{titel}" }')).toEqual([expect.stringContaining('Did you mean {title}?')])
    expect(hook('"{constructor}"')).toEqual([
      expect.stringContaining('there is no placeholder {constructor}'),
    ])
    expect(hook('5')).toEqual([expect.stringContaining('is no template')])
  })
})
