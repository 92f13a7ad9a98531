import type { Store } from '../../collector/store/store.ts'

/** Messages that a store came to owe (ms `at`), one of each outcome by a channel, those that wait last; returns their ids. */
export async function storedDeliveries(
  store: Pick<Store, 'expandNotification' | 'claimDeliveries' | 'settleDeliveries' | 'deliveries'>,
  channel: string,
  outcomes: readonly ('sent' | 'dead' | 'pending')[],
  at: number,
  recipient = '',
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const [index, outcome] of outcomes.entries()) {
    const topic = `incident/${channel.replaceAll('/', '-')}${index}`
    await store.expandNotification({
      notification: topic,
      deliveries: [{ channel, recipient, topic, dueAt: at }],
      cursor: null,
      at,
    })
    const [{ id } = { id: 0 }] = await store.deliveries({ topic, limit: 1 })
    ids.push(String(id))
    if (outcome === 'pending') continue
    const claim = { token: topic, channel, now: at, until: at + 60_000, limit: 1, ahead: 0 }
    await store.claimDeliveries(claim)
    await store.settleDeliveries([
      outcome === 'sent'
        ? { id, claim: topic, at, outcome }
        : { id, claim: topic, at, outcome, error: '550 no <ada@example.com> here', failures: 9 },
    ])
  }
  return ids
}
