import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SubscriberLinks } from '../core/subscription/subscriber-links.ts'
import type { SubscriberStore } from '../store/subscriber-store.ts'

/** What a link signed for a subscriber allows. */
export type LinkPurpose = 'manage' | 'leave'

/**
 * The secrets in links to subscribers, all derived from one key of the installation (HMAC-SHA-256 over a purpose and an id),
 * so that none is stored. Functions reject with StoreError.
 */
export type SubscriptionTokens = {
  /** The token that confirms, by the id of the confirmation: 256 bits, base64url. */
  confirmation(id: string): Promise<string>
  /** The token of a link for a subscriber: the id and its signature. */
  signed(purpose: LinkPurpose, subscriber: string): Promise<string>
  /** Whose a signed token is; null for one that was not signed here for this purpose. */
  subscriberOf(purpose: LinkPurpose, token: string): Promise<string | null>
}

const signedToken = /^([a-z0-9]{1,32})\.([\w-]{43})$/

/** SHA-256 of a token, hex: what is stored of it. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Derives tokens from the key in a store. */
export function createSubscriptionTokens(
  store: Pick<SubscriberStore, 'installationKey'>,
): SubscriptionTokens {
  let key: Promise<Buffer> | null = null
  async function mac(purpose: string, id: string): Promise<Buffer> {
    key ??= store
      .installationKey('subscriptions', () => randomBytes(32))
      .catch((error: unknown) => {
        key = null
        throw error
      })
    return createHmac('sha256', await key)
      .update(`${purpose}:${id}`)
      .digest()
  }
  return {
    confirmation: async (id) => (await mac('confirm', id)).toString('base64url'),
    signed: async (purpose, subscriber) =>
      `${subscriber}.${(await mac(purpose, subscriber)).toString('base64url')}`,
    async subscriberOf(purpose, token) {
      const [, id = '', signature = ''] = signedToken.exec(token) ?? []
      const expected = await mac(purpose, id)
      // Several texts of base64url are the same bytes: the text itself is compared.
      const presented = Buffer.from(signature.padEnd(43).slice(0, 43))
      return timingSafeEqual(Buffer.from(expected.toString('base64url')), presented) && id !== '' ? id : null
    },
  }
}

/** Links below the collector's address, `https://collector.example/`. */
export function createSubscriberLinks(base: string, tokens: SubscriptionTokens): SubscriberLinks {
  const root = base.replace(/\/+$/, '')
  return {
    confirm: async (id) => `${root}/subscribe/confirm?token=${await tokens.confirmation(id)}`,
    manage: async (id) => `${root}/subscribe/manage?token=${await tokens.signed('manage', id)}`,
    leave: async (id) => `${root}/unsubscribe?token=${await tokens.signed('leave', id)}`,
  }
}
