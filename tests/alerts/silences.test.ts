import { expect, onTestFinished, test } from 'vitest'
import { createAlertService } from '../../collector/alerts/alert-service.ts'
import type { AuditActor } from '../../collector/core/account/audit-chain.ts'
import { newId } from '../../collector/app/new-id.ts'
import { configOf } from '../config/builders.ts'
import { alertBench, minute } from './alert-fixture.ts'

const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
channels:
  chat: { kind: slack, webhook: 'https://hooks.example.com/T/B' }
  sms: { kind: sms, provider: twilio, account: a, token: t, from: Acme, to: ['+33612345678'], news: [incidents] }
components: [{ id: api, name: API, monitors: [{ kind: http, url: 'https://api.example.com/' }] }]
alerts: [{ id: low, name: Too low, when: 'availability < 99%', escalate_after: 15m, escalate_to: [sms] }]
`)

const ada: AuditActor = { kind: 'account', name: 'Ada' }

async function benchWithService() {
  const bench = await alertBench(config)
  onTestFinished(() => bench.close())
  const service = createAlertService({ store: bench.store, config, now: bench.clock.now, id: newId })
  return { bench, service }
}

test('what is silenced is told once the silence ends, if it still lasts', async () => {
  const { bench, service } = await benchWithService()
  await service.silence({ rule: 'low', for: '5m', reason: 'known' }, ada)
  await bench.turn('api-http', 'down')
  await bench.pass(4 * minute)
  expect(bench.titles()).toEqual([])
  expect(await service.list(10)).toMatchObject([{ silencedBy: 'silence', notifiedAt: null }])
  await bench.pass(2 * minute)
  expect(bench.titles()).toEqual([expect.stringMatching(/^Alert: Too low – API/)])
})

test('an alert that somebody acknowledged does not escalate', async () => {
  const { bench, service } = await benchWithService()
  await bench.turn('api-http', 'down')
  await bench.pass(2 * minute)
  const [alert] = await service.list(10)
  await service.acknowledge(alert!.id, ada)
  await bench.pass(20 * minute)
  expect(bench.titles('sms')).toEqual([])
})

test('who acknowledged, silenced and ended a silence is in the audit log, once', async () => {
  const { bench, service } = await benchWithService()
  await bench.turn('api-http', 'down')
  await bench.pass(2 * minute)
  const [alert] = await service.list(10)
  await service.acknowledge(alert!.id, { kind: 'token', name: 'bot' })
  await service.acknowledge(alert!.id, ada)
  const { id, until } = await service.silence({ rule: '*', for: '5m', reason: 'known' }, ada)
  await service.endSilence(id, { kind: 'command', name: 'root' })
  const detail = { rule: '*', component: null, until: new Date(until).toISOString() }
  expect(await bench.store.auditChain(0, 9)).toMatchObject([
    {
      actor: { kind: 'token', name: 'bot' },
      action: 'alert.acknowledge',
      subject: alert!.id,
      detail: { rule: 'low' },
    },
    { actor: ada, action: 'silence.begin', subject: id, detail },
    { actor: { kind: 'command', name: 'root' }, action: 'silence.end', subject: id, detail },
  ])
})
