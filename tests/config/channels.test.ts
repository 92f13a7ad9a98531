import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
      dkim: null,
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
  expect(config.subscriptions).toEqual({ emailChannel: 'team', emailsPerSecond: 50, url: null })
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
    '8 subscriptions: nobody can subscribe by e-mail in this version. Readers have the feeds until then.',
  ])
  expect(load('').warnings).toEqual([])
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
