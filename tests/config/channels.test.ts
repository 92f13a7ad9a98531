import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultNews } from '../../collector/core/config/channel.ts'
import { parseConfig } from '../../collector/config/load-config.ts'
import { problemsOf as allProblemsOf } from './builders.ts'

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
    // At once to the same channels: again when the answer was promised.
    P1: { notify: ['team'], steps: [{ after: 900_000, notify: null }], updateEvery: null },
    P3: { notify: null, steps: [], updateEvery: null },
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

test('a priority says who is told next and when: channels after one time, steps with their own, or both', () => {
  const { config } = load(`${channels}
priorities:
  P1: { escalate_after: 15m, escalate_to: [hook] }
  P2: { escalate_to: [{ after: 2h, notify: [team] }, { after: 1h, notify: [hook] }], update_every: 30m }
  P3: { escalate_after: 1h, escalate_to: [team, { after: 2h, notify: [hook] }] }
  P4: { escalate_after: 8h }
`)
  const hour = 3_600_000
  expect(config.escalations).toEqual({
    P1: { notify: null, steps: [{ after: hour / 4, notify: ['hook'] }], updateEvery: null },
    P2: {
      notify: null,
      steps: [
        { after: hour, notify: ['hook'] },
        { after: 2 * hour, notify: ['team'] },
      ],
      updateEvery: hour / 2,
    },
    P3: {
      notify: null,
      steps: [
        { after: hour, notify: ['team'] },
        { after: 2 * hour, notify: ['hook'] },
      ],
      updateEvery: null,
    },
    P4: { notify: null, steps: [{ after: 8 * hour, notify: null }], updateEvery: null },
  })
})

test.each([
  [
    'escalate_to: [teem], escalate_after: 1h',
    'P1.escalate_to[0]: there is no channel "teem". Did you mean "team"?',
  ],
  ['escalate_to: [team]', 'P1.escalate_to[0]: says who is told next, but not when. Write escalate_after'],
  ['escalate_to: [{ after: 1h, notify: [teem] }]', 'P1.escalate_to[0].notify[0]: there is no channel "teem"'],
  ['escalate_to: [{ notify: [team] }]', 'P1.escalate_to[0].after: is missing'],
  ['escalate_to: [{ after: 1h }]', 'P1.escalate_to[0].notify: is missing'],
  ['escalate_to: [{ after: soon, notify: [team] }]', 'P1.escalate_to[0].after: "soon" is not a duration'],
  ['escalate_to: [{ after: 1h, notify: [team], to: x }]', 'P1.escalate_to[0].to: is not a key known here'],
  ['escalate_to: [social], escalate_after: 1h', 'P1.escalate_to[0]: strangers read the channel "social"'],
  ['escalate_to: team, escalate_after: 1h', 'P1.escalate_to: is "team" alone'],
  ['escalate_to: [7], escalate_after: 1h', 'P1.escalate_to[0]: "7" is a number, not text'],
])('%s is refused, with what to write', (text, message) => {
  const social = '  social: { kind: mastodon, server: https://social.example, token: secret }\n'
  expect(allProblemsOf(`${page}${channels}${social}priorities: { P1: { ${text} } }\n`).join('\n')).toContain(
    message,
  )
})
