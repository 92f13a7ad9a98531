import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { createMailer } from '../collector/channels/email/mailer.ts'
import { createDeliveryWorker } from '../collector/deliveries/delivery-worker.ts'
import { createEmailSender } from '../collector/deliveries/email-sender.ts'
import { subscriberAudience } from '../collector/deliveries/subscriber-audience.ts'
import { openSqliteStore } from '../collector/store/sqlite/open-store.ts'
import { systemClock } from '../collector/time/system-clock.ts'
import { configOf, heartbeats } from './generated-config.ts'
import { anIncident } from './generated-history.ts'
import { type MeasurementGroup, milliseconds, perSecond } from './measurement.ts'

const subscribers = 1_000
const minute = 60_000

/** A server that takes every mail and forgets it. */
async function startServer(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, callback) => void stream.on('end', callback).resume(),
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return { port: (server.server.address() as AddressInfo).port, close: () => server.close(() => {}) }
}

/** One incident, told to a thousand readers by mail without a pace: from the fact to the last answer of the server. */
export const deliveries: MeasurementGroup = {
  measurements: { deliveries_per_second: perSecond, delivery_loop_delay_p99_ms: milliseconds },
  async measure(bench) {
    const server = await startServer()
    bench.onClose(server.close)
    const config = configOf(
      `${heartbeats(1)}channels: { email: { kind: email, smtp: 'smtp://127.0.0.1:${server.port}', from: status@example.com } }\nsubscriptions: { email: { channel: email, per_second: 1000 } }\n`,
    )
    const [channel] = config.channels
    if (channel?.kind !== 'email') throw new RangeError('the configuration has no mail')
    const clock = systemClock(0, () => {})
    const store = await openSqliteStore(join(await bench.temporaryFolder(), 'status.db'), { clock })
    bench.onClose(() => store.close())
    await store.putSubscribers(
      Array.from({ length: subscribers }, (_, n) => ({
        id: `reader${String(n).padStart(6, '0')}`,
        kind: 'email' as const,
        address: `reader${n}@example.com`,
        owner: null,
        components: null,
        kinds: ['incidents' as const],
        locale: n % 2 === 0 ? 'fr' : 'en',
        state: 'active' as const,
        createdAt: clock.now(),
        confirmedAt: clock.now(),
        bounces: 0,
        keys: null,
      })),
    )
    const mailer = createMailer(channel, { secrets: [] })
    const worker = createDeliveryWorker({
      store,
      clock,
      holder: 'bench',
      random: Math.random,
      audience: subscriberAudience(store, new Set(['email'])),
      senders: [
        createEmailSender({ store, config, now: clock.now, mailer, links: null, onPaused: () => {} }),
      ],
      onFailure: (_, error) => bench.log(error),
      onSent: () => {},
      onTrouble: (error) => bench.log(String(error)),
    })
    bench.onClose(async () => {
      await worker.stop()
      mailer.close()
    })
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const begun = performance.now()
    await store.commit({ incidents: [anIncident(1, clock.now() - 10 * minute, 'c0')] })
    for (;;) {
      await worker.deliverDue()
      const sent = (await store.deliveryCounts()).find(({ state }) => state === 'sent')?.count ?? 0
      if (sent >= subscribers) break
      await sleep(20)
    }
    delay.disable()
    bench.report('deliveries_per_second', subscribers / ((performance.now() - begun) / 1000))
    bench.report('delivery_loop_delay_p99_ms', delay.percentile(99) / 1e6)
    bench.log(`resident: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`)
  },
}
