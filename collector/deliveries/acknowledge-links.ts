import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { AcknowledgeLink, DeliveryReader, DeliveryStore } from '../store/delivery-store.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'

/** What links to acknowledge are kept in. */
export type AcknowledgeLinkStore = Pick<SubscriberStore, 'installationKey'> &
  Pick<DeliveryReader, 'acknowledgeLink'> &
  Pick<DeliveryStore, 'putAcknowledgeLink'>

/** What a link is for, by ids. */
export type LinkSubjects = Pick<AcknowledgeLink, 'incidents' | 'alerts'>

/** Makes and reads the links by which somebody says, from a message, that they take care of incidents and alerts. */
export type AcknowledgeLinks = {
  /** The address for a message that a channel is sent of them, the same at every attempt. Rejects with StoreError. */
  create(message: string, subjects: LinkSubjects, channel: string, now: number): Promise<string>
  /** What a token was made for; null for one that was not made here. */
  find(token: string): Promise<AcknowledgeLink | null>
}

/** Characters of base64url: 132 bits. Short, because it goes into messages to telephones. */
const tokenLength = 22

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** @returns links below the collector's address, `https://collector.example/`; of their tokens only hashes are stored */
export function createAcknowledgeLinks(base: string, store: AcknowledgeLinkStore): AcknowledgeLinks {
  const root = base.replace(/\/+$/, '')
  let key: Promise<Buffer> | null = null
  async function tokenFor(message: string): Promise<string> {
    key ??= store.installationKey('acknowledge-links', () => randomBytes(32))
    key.catch(() => (key = null))
    return createHmac('sha256', await key)
      .update(message)
      .digest('base64url')
      .slice(0, tokenLength)
  }
  return {
    async create(message, { incidents, alerts }, channel, createdAt) {
      const token = await tokenFor(`${channel}:${message}`)
      await store.putAcknowledgeLink({ hash: hashOf(token), incidents, alerts, channel, createdAt })
      return `${root}/acknowledge?token=${token}`
    },
    find: (token) =>
      token.length === tokenLength ? store.acknowledgeLink(hashOf(token)) : Promise.resolve(null),
  }
}
