import { expect, onTestFinished, test } from 'vitest'
import { CliError, UsageError } from '../../../collector/app/errors.ts'
import {
  acknowledge,
  endSilence,
  listAlerts,
  silence,
  testRule,
} from '../../../collector/cli/alerts/actions.ts'
import { exampleAlert } from '../../../collector/core/alert/example-alert.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import { aStandIn } from '../../channels/stand-in.ts'
import { configOf } from '../../config/builders.ts'

const hour = 3_600_000

async function aCommandContext(url = 'http://127.0.0.1:9') {
  const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: fr }
components: [{ id: api, name: { fr: API publique, en: Public API } }]
channels:
  chat: { kind: slack, webhook: 'https://hooks.slack.com/services/T0/B0/xxxxxxxxxxxx', base_url: '${url}' }
  quiet: { kind: webhook, url: '${url}/in', news: [incidents] }
alerts: [{ id: low, name: Trop bas, when: 'availability < 99%', severity: critical }, { id: slow, when: 'response_p95 > 3s', notify: [quiet] }]
`)
  const store = await openSqliteStore(':memory:')
  onTestFinished(() => store.close())
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    data: '',
    configFile: '',
    env: {},
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    interactive: false,
  }
  const now = Date.now()
  const alert = { ...exampleAlert(config.alerts[0]!, config, now), id: 'abcdef012345' }
  return { context: { terminal, config, store, now }, alert, out, err }
}

test('a test says what the rule would say, to those it tells, and that it is a test', async () => {
  const { url, asked } = await aStandIn(() => ({ status: 200, body: 'ok' }))
  const { context, err } = await aCommandContext(url)
  expect(await testRule(context, 'low')).toBe(0)
  expect(asked).toHaveLength(1)
  expect(asked[0]!.text).toContain('[Essai] Alerte')
  expect(asked[0]!.text).toContain('Trop bas – API publique')
  expect(asked[0]!.text).toContain('il ne s’est rien passé')
  expect(await testRule(context, 'slow')).toBe(0)
  expect(err).toEqual(['chat: the test was sent.', 'quiet: the test was sent.'])
  await expect(testRule(context, 'lwo')).rejects.toThrow(
    'there is no alert rule "lwo". Did you mean "low"? There are: low, slow.',
  )
})

test('a test that is refused exits with 1', async () => {
  const { url } = await aStandIn(() => ({ status: 404, body: 'no_service' }))
  const { context, out } = await aCommandContext(url)
  expect(await testRule(context, 'low', true)).toBe(1)
  expect(JSON.parse(out[0]!)).toEqual([{ channel: 'chat', outcome: 'refused' }])
})

test('an alert is listed, acknowledged once, and keeps who was first', async () => {
  const { context, alert, out, err } = await aCommandContext()
  await context.store.commit({ alerts: [alert] })
  expect(await listAlerts(context)).toBe(0)
  expect(out[1]).toMatch(/^abcdef012345 +firing +low +api +critical /)
  expect(await acknowledge(context, alert.id, { by: 'Ada' })).toBe(0)
  await acknowledge(context, alert.id, { by: 'Bob' })
  expect(await context.store.alert(alert.id)).toMatchObject({ acknowledgedBy: 'Ada', version: 2 })
  expect(err.at(-1)).toBe('abcdef012345: acknowledged by Ada.')
  await expect(acknowledge(context, 'nosuchthing1', {})).rejects.toThrow(CliError)
  const ended = { ...(await context.store.alert(alert.id))!, endedAt: context.now, version: 3 }
  await context.store.commit({ alerts: [ended] })
  await expect(acknowledge(context, alert.id, {})).rejects.toThrow('does not fire any more')
})

test('a rule is silenced for a while, with a reason, and told again when somebody says so', async () => {
  const { context, out } = await aCommandContext()
  expect(
    await silence(context, 'low', { for: '2h', reason: 'Moving house', component: 'api', by: 'Ada' }),
  ).toBe(0)
  const id = out[0]!
  expect(await context.store.alertSilences(context.now)).toMatchObject([
    { id, rule: 'low', component: 'api', until: context.now + 2 * hour, reason: 'Moving house', by: 'Ada' },
  ])
  await listAlerts(context, true)
  expect(JSON.parse(out.at(-1)!)).toMatchObject({ alerts: [], silences: [{ id, active: true }] })
  expect(await endSilence(context, id, { by: 'Bob' })).toBe(0)
  expect((await context.store.auditChain(0, 9)).at(-1)).toMatchObject({
    actor: { kind: 'command', name: 'Bob' },
    action: 'silence.end',
    subject: id,
  })
  expect(await context.store.alertSilences(context.now + 1)).toEqual([])
  await expect(endSilence({ ...context, now: context.now + 1 }, id)).rejects.toThrow(CliError)
})

test('a silence that cannot be is told what to write instead', async () => {
  const { context } = await aCommandContext()
  const reason = 'x'
  await expect(silence(context, 'lowe', { for: '2h', reason })).rejects.toThrow('Did you mean "low"?')
  await expect(silence(context, 'low', { for: '2h', reason, component: 'apj' })).rejects.toThrow(
    'Did you mean "api"?',
  )
  await expect(silence(context, 'low', { for: 'soon', reason })).rejects.toThrow(UsageError)
  await expect(silence(context, 'low', { for: '200d', reason })).rejects.toThrow('at most 90d')
  await expect(silence(context, '*', { for: '2h', reason: '' })).rejects.toThrow(UsageError)
})
