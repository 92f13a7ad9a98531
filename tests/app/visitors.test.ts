import { createCollectorMetrics } from '../../collector/server/collector-metrics.ts'
import { expect, onTestFinished, test } from 'vitest'
import { createDeliveries } from '../../collector/app/deliveries/deliveries.ts'
import { createProblemLog } from '../../collector/app/problem-log.ts'
import { createSubscriptions } from '../../collector/app/subscriptions/subscriptions.ts'
import { createVisitors } from '../../collector/app/subscriptions/visitors.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { systemClock } from '../../collector/time/system-clock.ts'
import { configOf } from '../config/builders.ts'
import { aBrowser } from '../deliveries/visitors/push-reader.ts'
import { aStranger, canServe } from '../deliveries/visitors/stranger.ts'
import { aSnapshot } from '../src/snapshots.ts'
import { aSubscriber, anIncident, anUpdate } from '../store/builders.ts'

const config = configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [{ id: api, name: API }]
channels: { mail: { kind: email, smtp: 'smtp://127.0.0.1:9', from: a@example.com } }
subscriptions: { email: { channel: mail }, webhook: true, push: true }
`)

test.skipIf(!canServe)(
  'who subscribed is told of an incident that is stored, each in its way, once',
  async () => {
    const clock = systemClock()
    const store = await openSqliteStore(':memory:', { clock })
    const stranger = await aStranger((_, response) => response.writeHead(201).end())
    const lines: string[] = []
    const note = (line: unknown) => void lines.push(String(line))
    const log = { info: note, warn: note, error: note, debug: note } as never
    const context = { config, store, log, demo: false }
    const subscriptions = createSubscriptions(context, clock)
    const visitors = createVisitors(context, {
      clock,
      subscriptions,
      snapshot: () => Promise.resolve(aSnapshot()),
      dispatcher: stranger.dispatcher,
    })
    const deliveries = createDeliveries(
      context,
      clock,
      createProblemLog(log, clock),
      createCollectorMetrics(),
      { subscriptions, visitors, acknowledgeLinks: null },
    )
    onTestFinished(async () => {
      await deliveries.stop()
      await store.close()
    })
    const browser = aBrowser()
    const active = { state: 'active' as const, owner: null }
    await store.putSubscribers([
      aSubscriber({ ...active, kind: 'webhook', address: `${stranger.url}/hook` }),
      aSubscriber({
        ...active,
        id: 'subscriber02',
        kind: 'push',
        address: `${stranger.url}/push`,
        keys: browser.keys,
      }),
    ])
    const updates = [anUpdate({ author: 'ada', at: clock.now() })]
    await store.commit({ incidents: [anIncident({ automatic: false, startedAt: clock.now(), updates })] })
    await deliveries.deliverDue()
    await deliveries.deliverDue()
    const to = (url: string) => stranger.requests.filter((request) => request.url === url)
    expect(to('/hook').filter(({ body }) => 'incident' in JSON.parse(body.toString()))).toHaveLength(1)
    expect(to('/push')).toHaveLength(1)
    expect(browser.read(to('/push')[0]!.body)['url']).toContain('https://status.example.com/incidents/')
    expect(lines).toEqual([])
  },
)
