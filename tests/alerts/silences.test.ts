import { expect, onTestFinished, test } from 'vitest'
import { createAlertService } from '../../collector/alerts/alert-service.ts'
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

async function benchWithService() {
  const bench = await alertBench(config)
  onTestFinished(() => bench.close())
  const service = createAlertService({ store: bench.store, config, now: bench.clock.now, id: newId })
  return { bench, service }
}

test('what is silenced is told once the silence ends, if it still lasts', async () => {
  const { bench, service } = await benchWithService()
  await service.silence({ rule: 'low', for: '5m', reason: 'known' }, 'Ada')
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
  await service.acknowledge(alert!.id, 'Ada')
  await bench.pass(20 * minute)
  expect(bench.titles('sms')).toEqual([])
})
