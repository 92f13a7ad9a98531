import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { OutgoingMail } from '../../collector/core/delivery/mailer.ts'
import { newId } from '../../collector/app/new-id.ts'
import { createDeliveryWorker } from '../../collector/deliveries/delivery-worker.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../collector/store/store.ts'
import {
  confirmationAudience,
  createConfirmationSender,
} from '../../collector/subscriptions/confirmation-sender.ts'
import { createSubscriptionService } from '../../collector/subscriptions/subscription-service.ts'
import { createSubscriberLinks, createSubscriptionTokens } from '../../collector/subscriptions/tokens.ts'
import { aComponent, aConfig } from '../core/builders.ts'
import { fakeClock } from '../fake-clock.ts'

/** A page with two services, in two languages. */
const config = aConfig({
  page: { ...aConfig().page, name: 'Example', url: 'https://status.example.com' },
  components: [aComponent('api'), aComponent('web')],
  subscriptions: {
    emailChannel: 'team',
    emailsPerSecond: 50,
    webhook: true,
    push: false,
    url: 'https://collector.example/',
  },
})

/** Subscriptions over a store of their own, and the mails that were sent. `calls` are the names of what the store was asked. */
export async function aSubscriptionService() {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  const store = await openSqliteStore(join(dir, 'status.db'))
  onTestFinished(async () => {
    await store.close()
    await rm(dir, { recursive: true })
  })
  const clock = fakeClock()
  const calls: string[] = []
  const watched = watch(store, calls)
  const tokens = createSubscriptionTokens(store)
  const links = createSubscriberLinks(config.subscriptions.url!, tokens)
  const service = createSubscriptionService({ store: watched, tokens, now: clock.now, id: newId })
  const mails: OutgoingMail[] = []
  const sender = createConfirmationSender({
    store,
    config,
    tokens,
    links,
    now: clock.now,
    mailer: {
      send: (mail) => {
        mails.push(mail)
        return Promise.resolve({ outcome: 'sent' })
      },
    },
  })

  /** Send what is owed, as a worker of its own would after a crash. */
  async function deliver(): Promise<readonly OutgoingMail[]> {
    const worker = createDeliveryWorker({
      store,
      clock,
      holder: newId(),
      random: () => 0,
      senders: [sender],
      audience: confirmationAudience,
      onFailure: () => {},
      onSent: () => {},
      onTrouble: () => {},
    })
    const before = mails.length
    let isOver = false
    const delivered = worker.deliverDue().finally(() => (isOver = true))
    while (!isOver) await clock.advance(100)
    await delivered
    await worker.stop()
    return mails.slice(before)
  }
  return { store, clock, service, tokens, links, calls, mails, deliver }
}

/** A store that notes what it is asked for. */
function watch(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        calls.push(String(name))
        return (value as (...args: unknown[]) => unknown).apply(target, args)
      }
    },
  })
}

/** The token in a link. */
export const tokenIn = (text: string): string => /token=([\w.-]+)/.exec(text)![1]!
